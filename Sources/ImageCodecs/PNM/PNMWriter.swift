import ConvCore

/// Writes raw PGM or PPM of 8 or 16 bits.
///
/// A gray picture as PPM has each sample three times.
final class PNMWriter: ImageWriter, @unchecked Sendable {
  private let sink: any ByteSink
  private let repeats: Bool

  init(_ info: ImageInfo, _ sink: any ByteSink) throws(CodecError) {
    let isGray = info.format == .pgm
    let channels = info.shape.channels
    guard info.sampleType != .float32, !info.hasAlpha, channels == 1 || channels == 3 else {
      throw CodecError(
        .unsupported,
        "\(info.format.traits.name) holds gray or RGB of 8 or 16 bits, not \(channels) channels of "
          + "\(info.sampleType)")
    }
    if isGray && channels == 3 { throw CodecError.colorsInGray }
    self.sink = sink
    repeats = !isGray && channels == 1
    let maximum = info.sampleType == .uint16 ? 65_535 : 255
    try sink.write(
      Array("P\(isGray ? 5 : 6)\n\(info.shape.width) \(info.shape.height)\n\(maximum)\n".utf8))
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    let bytes =
      switch samples {
      case .uint8(let bytes): repeats ? PNMWriter.tripled(bytes) : bytes
      case .uint16(let words):
        PNGRows.bigEndianBytes(repeats ? PNMWriter.tripled(words) : words)
      case .float32: preconditionFailure("PNM of floats")
      }
    return EncodedRows(rows: rows, payload: .bytes(bytes))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    try sink.write(bytes)
  }

  func finish() throws(CodecError) {}

  private static func tripled<Sample: BitwiseCopyable>(_ samples: [Sample]) -> [Sample] {
    [Sample](unsafeUninitializedCapacity: samples.count * 3) { output, initialized in
      for (index, sample) in samples.enumerated() {
        for channel in 0..<3 { output.initializeElement(at: 3 * index + channel, to: sample) }
      }
      initialized = samples.count * 3
    }
  }
}
