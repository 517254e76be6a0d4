import ConvCore

/// Writes an image from top to bottom in two steps: strips are encoded on any thread, in any
/// order, then appended one after the other.
public protocol ImageWriter: AnyObject, Sendable {
  /// Encodes some rows of samples.
  ///
  /// Safe to call from several threads at once. The bytes depend on the rows and on where the
  /// strip begins and ends, never on what other threads do.
  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedStrip

  /// Writes the next strip; strips come from top to bottom.
  func append(_ strip: EncodedStrip) throws(CodecError)

  /// Writes what follows the last strip.
  func finish() throws(CodecError)
}

/// Rows on their way into a file.
public struct EncodedStrip: Sendable {
  enum Payload: Sendable {
    case samples(SampleBuffer)
    case bytes([UInt8])
    case deflated([UInt8], adler: UInt, count: Int)
  }
  let rows: Range<Int>
  let payload: Payload
}

/// How files are written.
public struct EncodingOptions: Hashable, Sendable {
  /// JPEG quality, 1…100.
  ///
  /// Below 90 colour is stored at half resolution.
  public var jpegQuality: Int
  /// 0 (stored), 1 (fast) … 9 (small), or `nil` to choose level and row filter by trying them on some
  /// rows.
  public var pngLevel: Int?

  /// Creates options.
  public init(jpegQuality: Int = 90, pngLevel: Int? = nil) {
    self.jpegQuality = jpegQuality
    self.pngLevel = pngLevel
  }
}

/// Begins an image file.
///
/// - Parameter info: Its format, shape, sample type, alpha and metadata. JPEG takes gray and RGB
///   of 8 bits, PNG up to four channels of 8 or 16 bits, NPY float32.
/// - Throws: ``CodecError`` with `unsupported` for any other combination.
public func makeWriter(
  _ info: ImageInfo, to sink: any ByteSink, options: EncodingOptions = EncodingOptions()
) throws(CodecError) -> any ImageWriter {
  switch info.format {
  case .jpeg: try JPEGWriter(info, sink, quality: options.jpegQuality)
  case .png: try PNGWriter(info, sink, level: options.pngLevel)
  case .npy: try NPYWriter(info, sink)
  }
}

/// Writes the raw float32 response: H×W, or H×W×C for more than one channel, little-endian.
final class NPYWriter: ImageWriter, @unchecked Sendable {
  private let sink: any ByteSink

  init(_ info: ImageInfo, _ sink: any ByteSink) throws(CodecError) {
    guard info.sampleType == .float32 else {
      throw CodecError(.unsupported, "NPY output holds float32, not \(info.sampleType)")
    }
    self.sink = sink
    let shape = info.shape
    let sides = [shape.height, shape.width] + (shape.channels > 1 ? [shape.channels] : [])
    try sink.write(NPYHeader.bytes(shape: sides))
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedStrip {
    precondition(1.littleEndian == 1, "a big-endian machine")
    return EncodedStrip(rows: rows, payload: .bytes(samples.withBytes(Array.init)))
  }

  func append(_ strip: EncodedStrip) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    try sink.write(bytes)
  }

  func finish() throws(CodecError) {}
}
