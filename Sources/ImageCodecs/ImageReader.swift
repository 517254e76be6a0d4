import ConvCore

/// Reads an image from top to bottom, some rows at a time.
///
/// A reader belongs to one thread at a time; it may move from one to another between calls.
public protocol ImageReader: AnyObject, Sendable {
  /// What the header says.
  var info: ImageInfo { get }

  /// What the decoder had to say; complete after the last row.
  var notes: DecoderNotes { get }

  /// Says what black and white are, or finds out: an array of floats that all lie in 0…1, and are not
  /// all 0, has that range. Pictures of other files know it themselves.
  ///
  /// Called before the first row. Looks at the whole array; what comes through a pipe is kept.
  ///
  /// - Throws: ``CodecError`` when the array cannot be read or kept.
  func setRange(_ range: ClosedRange<Float>?) throws(CodecError)

  /// The next `count` rows.
  ///
  /// After the last row the rest of the file is checked as well, so that damage behind the
  /// pixels is not passed over.
  ///
  /// - Precondition: At least so many rows are left.
  /// - Throws: ``CodecError`` with how far it got.
  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer
}

extension ImageReader {
  /// Nothing to say.
  public var notes: DecoderNotes { DecoderNotes() }

  /// Nothing to find out.
  public func setRange(_ range: ClosedRange<Float>?) throws(CodecError) {}
}

/// Opens an image, told apart by its content.
///
/// EXIF orientation is applied: rows come out upright, and the tag of the metadata is reset.
///
/// - Parameters:
///   - source: The bytes of the file.
///   - limits: Checked from the header.
///   - arrayLayout: The order of the sides of an array.
///   - allowsDamage: Whether a picture that is cut short or damaged behind its header is read as
///     far as it goes; the rest is what the decoder makes of it, or 0. ``ImageReader/notes`` tells.
/// - Throws: ``CodecError``.
public func openImage(
  _ source: ByteSource, limits: ImageLimits = ImageLimits(), arrayLayout: ArrayLayout = .hwc,
  allowsDamage: Bool = false
) throws(CodecError) -> any ImageReader {
  let start = try source.peek(12)
  guard let format = ImageFormat(start: start) else {
    if start.isEmpty { throw CodecError(.damaged, "empty file") }
    throw CodecError(.unsupported, "neither JPEG, PNG nor NPY" + hint(for: start))
  }
  let reader = try format.traits.makeReader(
    ImageFormat.ReaderRequest(
      source: source, limits: limits, arrayLayout: arrayLayout, allowsDamage: allowsDamage))
  guard let exif = reader.info.metadata.exif, let orientation = Orientation(exif: exif) else {
    return reader
  }
  return orientation == .upright ? reader : UprightReader(reader, orientation)
}

/// Names what people often have instead.
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
  return ""
}
