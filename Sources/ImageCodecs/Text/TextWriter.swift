import ConvCore

/// Writes raw float32 responses of one channel as text, a line for each row.
final class TextWriter: ImageWriter, @unchecked Sendable {
  private let sink: any ByteSink
  private let separator: String
  private let width: Int

  init(_ info: ImageInfo, _ sink: any ByteSink, separator: String) throws(CodecError) {
    guard info.sampleType == .float32 else {
      throw CodecError(.unsupported, "text holds float32, not \(info.sampleType)")
    }
    guard info.shape.channels == 1 else {
      throw CodecError.channelsInText(info.shape.channels)
    }
    self.sink = sink
    self.separator = separator
    width = info.shape.width
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    guard case .float32(let values) = samples else { preconditionFailure("a text of integers") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 8)
    for (index, value) in values.enumerated() {
      bytes += MatrixText.number(value).utf8
      bytes += index % width == width - 1 ? "\n".utf8 : separator.utf8
    }
    return EncodedRows(rows: rows, payload: .bytes(bytes))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    try sink.write(bytes)
  }

  func finish() throws(CodecError) {}
}
