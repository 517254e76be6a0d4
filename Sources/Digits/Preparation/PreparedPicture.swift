import ConvCore

/// A picture from MNIST or like one: it only needs centering.
struct PreparedPicture {
  /// The largest level that counts as black.
  private static let black: Float = 25
  /// The largest number of ink pixels in the outermost rows and columns.
  ///
  /// MNIST moves a digit with a heavy foot up to the edge.
  private static let mostInFrame = 12
  /// The range of the ink's longer side: MNIST's fills 20 pixels, faint edges included.
  private static let inkSide = 18...21
  /// The centered digit.
  private let plane: GrayPlane
  private let rows: Range<Int>
  private let columns: Range<Int>

  /// Creates a prepared picture, or returns `nil` for a picture that is not like MNIST's.
  ///
  /// The picture must have MNIST's size, black around bright ink, and ink that fills the box of
  /// 20×20 pixels near the middle.
  init?(_ picture: GrayPlane) {
    let side = MassCentering.side
    guard picture.height == side && picture.width == side else { return nil }
    let values = picture.values
    guard values.contains(where: { $0 >= 150 }), values.count(where: { $0 <= 2 }) * 2 > values.count
    else { return nil }
    let ink = values.indices.filter { values[$0] > Self.black }
    let rows = ink.map { $0 / side }
    let columns = ink.map { $0 % side }
    guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(),
      let right = columns.max(), ink.count(where: { Self.isFrame($0) }) <= Self.mostInFrame,
      Self.inkSide.contains(max(bottom - top, right - left) + 1)
    else { return nil }
    self.rows = top..<bottom + 1
    self.columns = left..<right + 1
    plane = GrayPlane(height: side, width: side, values: MassCentering.centered(values, slack: 1))
  }

  private static func isFrame(_ index: Int) -> Bool {
    let (row, column) = (index / MassCentering.side, index % MassCentering.side)
    return min(row, column) == 0 || max(row, column) == MassCentering.side - 1
  }

  /// The reading with the picture as its only digit.
  var reading: DigitReading {
    DigitReading(
      digits: [DigitReading.Digit(image: plane.image, rows: rows, columns: columns)], doubt: nil)
  }
}
