/// Reads a source byte by byte through a buffer.
struct BufferedBytes {
  private let source: ByteSource
  private var buffer: [UInt8] = []
  private var place = 0

  init(_ source: ByteSource) { self.source = source }

  /// Returns the next byte; `nil` at the end.
  mutating func next() throws(CodecError) -> UInt8? {
    if place == buffer.count { try fill() }
    guard place < buffer.count else { return nil }
    defer { place += 1 }
    return buffer[place]
  }

  /// Fills a buffer.
  ///
  /// - Returns: The number of bytes, smaller than the buffer only at the end.
  mutating func read(into output: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let ready = min(buffer.count - place, output.count)
    output.copyBytes(from: buffer[place..<place + ready])
    place += ready
    return ready
      + (try source.readFully(into: UnsafeMutableRawBufferPointer(rebasing: output[ready...])))
  }

  private mutating func fill() throws(CodecError) {
    place = 0
    var got = 0
    let bytes = try SampleBufferBytes.filled(1 << 14) { bytes throws(CodecError) in
      got = try source.readFully(into: bytes)
    }
    buffer = Array(bytes[..<got])
  }
}
