import ConvCore

/// Writes an image from top to bottom in two steps.
///
/// Groups of rows are encoded on any thread, in any order, and then appended from top to bottom.
public protocol ImageWriter: AnyObject, Sendable {
  /// Encodes some rows of samples.
  ///
  /// Safe to call from several threads at once. The bytes depend only on the samples and on the
  /// range of rows, never on other threads.
  ///
  /// - Throws: ``CodecError`` when the rows cannot be encoded.
  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows

  /// Writes the next rows; calls must be in order from top to bottom.
  ///
  /// - Throws: ``CodecError`` when the rows cannot be written.
  func append(_ strip: EncodedRows) throws(CodecError)

  /// Writes the end of the file after the last rows.
  ///
  /// - Throws: ``CodecError`` when the bytes cannot be written.
  func finish() throws(CodecError)
}

/// Creates a writer and begins an image file.
///
/// - Parameters:
///   - info: The format, shape, sample type, alpha and metadata. JPEG takes gray and RGB of 8 bits,
///     PNG up to four channels of 8 or 16 bits, PGM gray and PPM gray or RGB of 8 or 16 bits, NPY
///     float32, PFM float32 of one channel or three, texts one channel of float32.
///   - sink: Takes the bytes of the file.
///   - options: How hard it is compressed.
/// - Returns: A writer that takes the rows from the first one on.
/// - Throws: ``CodecError`` with `unsupported` for any other combination, or when the beginning of
///   the file cannot be written.
public func makeWriter(
  _ info: ImageInfo, to sink: any ByteSink, options: EncodingOptions = EncodingOptions()
) throws(CodecError) -> any ImageWriter {
  guard let makeWriter = info.format.traits.makeWriter else {
    throw CodecError(.unsupported, "\(info.format.traits.name) is read, but not written")
  }
  return try makeWriter(info, sink, options)
}
