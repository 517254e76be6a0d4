import ConvCore

/// Reads an image from top to bottom, some rows at a time.
///
/// A reader belongs to one thread at a time and may move to another thread between calls.
public protocol ImageReader: AnyObject, Sendable {
  /// The description of the image from the header.
  var info: ImageInfo { get }

  /// The damage and the warnings of the decoder; complete after the last row.
  var notes: DecoderNotes { get }

  /// Sets the values of black and white, or finds them.
  ///
  /// With `nil`, an array of floats that all lie in 0…1 and are not all 0 gets the range 0…1.
  /// Pictures of other formats ignore the call, because their range is known.
  ///
  /// Called before the first row. Scans the whole array; bytes of a pipe are kept for reading.
  ///
  /// - Throws: ``CodecError`` when the array cannot be read or kept.
  func setRange(_ range: ClosedRange<Float>?) throws(CodecError)

  /// Reads the next `count` rows.
  ///
  /// After the last row the rest of the file is checked as well, so that damage after the pixels is
  /// reported.
  ///
  /// - Precondition: At least `count` rows are left.
  /// - Throws: ``CodecError`` with the number of rows that were read.
  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer
}

extension ImageReader {
  /// No damage and no warnings.
  public var notes: DecoderNotes { DecoderNotes() }

  /// Does nothing: the range is known.
  public func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {}
}

/// Opens an image; its content determines the format.
///
/// The EXIF orientation is applied: rows are upright, and the orientation tag of the metadata is
/// reset.
///
/// - Parameters:
///   - source: The bytes of the file.
///   - limits: The limits on the size, checked from the header.
///   - arrayLayout: The order of the dimensions of an array.
///   - allowsDamage: Whether a picture that is cut short or damaged after its header is read as far
///     as possible. The remaining samples are the decoder's guess, or 0. ``ImageReader/notes``
///     describes the damage.
/// - Throws: ``CodecError`` when the file is empty, unsupported, damaged or over a limit.
public func openImage(
  _ source: ByteSource, limits: ImageLimits = ImageLimits(), arrayLayout: ArrayLayout = .hwc,
  allowsDamage: Bool = false
) throws(CodecError) -> any ImageReader {
  let start = try source.peek(12)
  guard let format = ImageFormat(start: start) else {
    if start.isEmpty { throw CodecError(.damaged, "empty file") }
    throw CodecError(.unsupported, "neither \(ImageFormat.names("nor"))" + hint(for: start))
  }
  let reader = try format.traits.makeReader(
    ImageFormat.ReaderRequest(
      source: source, limits: limits, arrayLayout: arrayLayout, allowsDamage: allowsDamage))
  guard let exif = reader.info.metadata.exif, let orientation = Orientation(exif: exif) else {
    return reader
  }
  return orientation == .upright ? reader : UprightReader(reader, orientation)
}

/// Names a well-known format that the first bytes look like.
private func hint(for start: [UInt8]) -> String {
  let known: [(name: String, magic: [UInt8])] = [
    ("GIF", Array("GIF8".utf8)), ("TIFF", [0x49, 0x49, 0x2A, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A]),
    ("BMP", Array("BM".utf8)), ("PDF", Array("%PDF".utf8)), ("WebP or WAV", Array("RIFF".utf8)),
    ("gzip", [0x1F, 0x8B]), ("zip or npz", Array("PK".utf8)), ("JPEG 2000", [0, 0, 0, 12, 0x6A]),
  ]
  if let match = known.first(where: { start.starts(with: $0.magic) }) {
    return " (it looks like \(match.name))"
  }
  if start.count >= 12 && Array(start[4..<8]) == Array("ftyp".utf8) {
    return " (it looks like HEIC, AVIF or MP4)"
  }
  if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
    return " (it looks like a text in UTF-16: save it as UTF-8)"
  }
  return ""
}
