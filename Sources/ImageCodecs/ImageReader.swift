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
/// - Returns: A reader at the first row; the header is read and checked.
/// - Throws: ``CodecError`` when the file is empty, unsupported, damaged or over a limit.
public func openImage(
  _ source: ByteSource, limits: ImageLimits = ImageLimits(), arrayLayout: ArrayLayout = .hwc,
  allowsDamage: Bool = false
) throws(CodecError) -> any ImageReader {
  let start = try source.peek(ForeignFormat.markLength)
  guard let format = ImageFormat(start: start) else {
    if start.isEmpty { throw CodecError(.damaged, "empty file") }
    throw CodecError(
      .unsupported, "neither \(ImageFormat.names("nor"))" + ForeignFormat.hint(for: start))
  }
  if let member = source.member, format.traits.member == nil {
    throw CodecError(
      .noInput, "no such file, and a \(format.traits.name) has no parts such as :\(member)")
  }
  let reader = try format.traits.makeReader(
    ImageFormat.ReaderRequest(
      source: source, limits: limits, arrayLayout: arrayLayout, allowsDamage: allowsDamage))
  if reader.info.orientation != .upright {
    return UprightReader(reader, reader.info.orientation, named: "orientation")
  }
  guard let exif = reader.info.metadata.exif, let orientation = Orientation(exif: exif) else {
    return reader
  }
  return orientation == .upright
    ? reader : UprightReader(reader, orientation, named: "EXIF orientation")
}
