import ConvCore

/// Rows on their way into a file.
public struct EncodedRows: Sendable {
  enum Payload: Sendable {
    case samples(SampleBuffer)
    case bytes([UInt8])
    case deflated([UInt8], adler: UInt, count: Int)
  }
  let rows: Range<Int>
  let payload: Payload
}
