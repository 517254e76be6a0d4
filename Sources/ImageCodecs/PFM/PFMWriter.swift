import ConvCore

/// Writes raw float32 responses of one channel or three as PFM, little-endian.
final class PFMWriter: ImageWriter, @unchecked Sendable {
  private let sink: OffsetSink
  private let shape: ImageShape
  private let header: [UInt8]

  init(_ info: ImageInfo, _ sink: any ByteSink) throws(CodecError) {
    guard info.sampleType == .float32 else {
      throw CodecError(.unsupported, "PFM holds float32, not \(info.sampleType)")
    }
    shape = info.shape
    guard shape.channels == 1 || shape.channels == 3 else {
      throw CodecError(
        .unsupported, "PFM holds 1 or 3 channels, not \(shape.channels): .npy holds all")
    }
    self.sink = try OffsetSink(sink)
    // A negative scale says that the floats are little-endian.
    header = Array(
      "P\(shape.channels == 3 ? "F" : "f")\n\(shape.width) \(shape.height)\n-1.0\n".utf8)
    try self.sink.write(header, at: 0)
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    precondition(1.littleEndian == 1, "a big-endian machine")
    let length = shape.rowLength * 4
    let bytes = samples.withBytes { bytes in
      var turned: [UInt8] = []
      turned.reserveCapacity(bytes.count)
      for row in stride(from: rows.count - 1, through: 0, by: -1) {
        turned += bytes[row * length..<(row + 1) * length]
      }
      return turned
    }
    return EncodedRows(rows: rows, payload: .bytes(bytes))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    // The last row comes first in the file.
    let below = (shape.height - strip.rows.upperBound) * shape.rowLength * 4
    try sink.write(bytes, at: header.count + below)
  }

  func finish() throws(CodecError) { try sink.finish() }
}
