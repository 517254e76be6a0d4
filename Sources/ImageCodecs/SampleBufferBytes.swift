import ConvCore

/// Arrays of bytes that are filled by pointers.
enum SampleBufferBytes {
  /// Returns bytes that `body` fills.
  static func filled(
    _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(CodecError) -> Void
  ) throws(CodecError) -> [UInt8] {
    guard case .uint8(let bytes) = try SampleBuffer.filled(type: .uint8, count: count, body) else {
      preconditionFailure("bytes")
    }
    return bytes
  }
}
