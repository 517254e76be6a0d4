import ConvCore

/// Writes raw float32 responses: H×W, or H×W×C for more than one channel, little-endian.
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

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    precondition(1.littleEndian == 1, "a big-endian machine")
    return EncodedRows(rows: rows, payload: .bytes(samples.withBytes(Array.init)))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    try sink.write(bytes)
  }

  func finish() throws(CodecError) {}
}
