import ConvCore

/// Writes an image from top to bottom in two steps: strips are encoded on any thread, in any
/// order, then appended one after the other.
public protocol ImageWriter: AnyObject, Sendable {
  /// Encodes some rows of samples.
  ///
  /// Safe to call from several threads at once. The bytes depend on the rows and on where the
  /// strip begins and ends, never on what other threads do.
  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows

  /// Writes the next strip; strips come from top to bottom.
  func append(_ strip: EncodedRows) throws(CodecError)

  /// Writes what follows the last strip.
  func finish() throws(CodecError)
}

/// Begins an image file.
///
/// - Parameters:
///   - info: Its format, shape, sample type, alpha and metadata. JPEG takes gray and RGB of 8 bits,
///     PNG up to four channels of 8 or 16 bits, NPY float32.
///   - sink: Takes the bytes of the file.
///   - options: How hard it is compressed.
/// - Throws: ``CodecError`` with `unsupported` for any other combination.
public func makeWriter(
  _ info: ImageInfo, to sink: any ByteSink, options: EncodingOptions = EncodingOptions()
) throws(CodecError) -> any ImageWriter {
  try info.format.traits.makeWriter(info, sink, options)
}
