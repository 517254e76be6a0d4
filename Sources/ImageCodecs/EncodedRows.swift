import ConvCore

/// Rows encoded for a file, ready to be appended by an ``ImageWriter``.
public struct EncodedRows: Sendable {
  enum Payload: Sendable {
    case samples(SampleBuffer)
    case bytes([UInt8])
    case deflated([UInt8], adler: UInt, count: Int)
    case pieces([Piece])
  }

  /// Rows of one strip of a TIFF or a JPEG: compressed where they fill it, or samples that do not.
  struct Piece: Sendable {
    let rows: Range<Int>
    let bytes: [UInt8]
    let isWhole: Bool
  }

  let rows: Range<Int>
  let payload: Payload
}
