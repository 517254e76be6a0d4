import ConvCore

/// Cuts the bands of a picture, which may end anywhere, into the strips of a file.
///
/// Strips that lie whole within a band are encoded on the thread of the band. The rest waits for
/// the next band.
struct StripCutter: Sendable {
  private let shape: ImageShape
  /// The number of bytes of a row.
  private let rowBytes: Int
  /// The rows of a strip; the last strip may have fewer.
  let stripRows: Int
  /// The bytes of rows that do not fill a strip yet.
  private var waiting: [UInt8] = []
  private var waitingRows = 0..<0

  init(_ info: ImageInfo, stripRows: Int) {
    shape = info.shape
    rowBytes = info.shape.rowLength * info.sampleType.byteCount
    self.stripRows = stripRows
  }

  /// Cuts a band and encodes the strips that it holds whole.
  func pieces(
    _ samples: SampleBuffer, rows: Range<Int>,
    encode: ([UInt8]) throws(CodecError) -> [UInt8]
  ) throws(CodecError) -> [EncodedRows.Piece] {
    let bytes = samples.withBytes(Array.init)
    var pieces: [EncodedRows.Piece] = []
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min((row / stripRows + 1) * stripRows, rows.upperBound)
      let part = Array(
        bytes[(row - rows.lowerBound) * rowBytes..<(end - rows.lowerBound) * rowBytes])
      let isWhole = row % stripRows == 0 && (end % stripRows == 0 || end == shape.height)
      pieces.append(
        EncodedRows.Piece(
          rows: row..<end, bytes: try isWhole ? encode(part) : part, isWhole: isWhole))
      row = end
    }
    return pieces
  }

  /// Takes the next piece; calls must be in order from top to bottom.
  ///
  /// - Returns: The first row and the encoded bytes of a strip, as soon as it is complete.
  mutating func take(
    _ piece: EncodedRows.Piece, encode: ([UInt8]) throws(CodecError) -> [UInt8]
  ) throws(CodecError) -> (row: Int, bytes: [UInt8])? {
    guard !piece.isWhole else { return (piece.rows.lowerBound, piece.bytes) }
    if waiting.isEmpty { waitingRows = piece.rows.lowerBound..<piece.rows.lowerBound }
    waiting += piece.bytes
    waitingRows = waitingRows.lowerBound..<piece.rows.upperBound
    guard waitingRows.count == stripRows || waitingRows.upperBound == shape.height else {
      return nil
    }
    let bytes = try encode(waiting)
    waiting = []
    return (waitingRows.lowerBound, bytes)
  }
}
