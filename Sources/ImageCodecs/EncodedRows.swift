import ConvCore

/// Rows encoded for a file, ready to be appended by an ``ImageWriter``.
public struct EncodedRows: Sendable {
  enum Payload: Sendable {
    case samples(SampleBuffer)
    case bytes([UInt8])
    case deflated([UInt8], adler: UInt, count: Int)
  }
  let rows: Range<Int>
  let payload: Payload
}
