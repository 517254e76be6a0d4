/// Writes at any offset of a sink that may only take bytes in order.
///
/// Where the sink is a pipe, the file is made in a temporary one and copied at the end.
final class OffsetSink: @unchecked Sendable {
  private let sink: any ByteSink
  private let spool: SpoolFile?
  /// The number of bytes up to the last one.
  private(set) var count = 0

  init(_ sink: any ByteSink) throws(CodecError) {
    self.sink = sink
    spool = sink.takesOffsets ? nil : try SpoolFile()
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(CodecError) {
    if let spool {
      try spool.write(bytes, at: offset)
    } else {
      try sink.write(bytes, at: offset)
    }
    count = max(count, offset + bytes.count)
  }

  /// Passes the bytes on that were kept.
  func finish() throws(CodecError) {
    guard let spool else { return }
    var place = 0
    while place < count {
      let piece = try spool.bytes(min(1 << 20, count - place), at: place)
      guard !piece.isEmpty else {
        throw CodecError(.writeFailed, "the temporary file has become shorter")
      }
      try sink.write(piece)
      place += piece.count
    }
  }
}
