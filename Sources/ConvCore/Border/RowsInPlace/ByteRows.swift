/// Rows of bytes, read without a copy.
///
/// A row outside the image is a row of the image or a row of the border's constant.
struct ByteRows {
  private let input: RowSource
  private let border: Border
  private let outside: [UInt8]

  /// Creates the rows of an image.
  ///
  /// - Precondition: The samples and the border's constant are bytes.
  init(_ input: RowSource, border: Border) {
    self.input = input
    self.border = border
    outside = [UInt8](repeating: UInt8(border.outsideValue), count: input.shape.rowLength)
  }

  /// Returns the array that holds a row, and the index where the row begins.
  func row(_ row: Int) -> (bytes: [UInt8], start: Int) {
    guard let source = border.index(of: row, count: input.shape.height) else {
      return (outside, 0)
    }
    guard let band = input.band(holding: source), case .uint8(let bytes) = band.samples else {
      preconditionFailure("row \(row) is in no band of bytes")
    }
    return (bytes, (source - band.rows.lowerBound) * input.shape.rowLength)
  }
}
