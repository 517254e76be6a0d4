/// The cells of a window over which gray morphology takes the smallest or the largest value.
///
/// The cell on the pixel is the middle, (height / 2, width / 2) rounded down: an even side reaches
/// one pixel further up and left, as in SciPy.
public struct StructuringElement: Hashable, Sendable {
  /// Height and width in cells.
  public let size: Size2D
  /// Whether each cell belongs to the element, row by row.
  public let cells: [Bool]

  /// Creates an element from its cells.
  ///
  /// - Precondition: There is one value for each cell, and at least one is true.
  public init(size: Size2D, cells: [Bool]) {
    precondition(size.height > 0 && size.width > 0, "an element of no cells: \(size)")
    precondition(cells.count == size.height * size.width, "\(cells.count) cells for \(size)")
    precondition(cells.contains(true), "an element of no cells")
    self.size = size
    self.cells = cells
  }

  /// All cells of a square.
  ///
  /// - Precondition: `side` is at least 1.
  public static func square(_ side: Int) -> StructuringElement {
    StructuringElement(
      size: Size2D(side), cells: [Bool](repeating: true, count: side * side))
  }

  /// The cells within a circle around the middle of a square.
  ///
  /// The radius is (side − 1) / 2 for odd sides, as in scikit-image, and side / 2 for even ones.
  ///
  /// - Precondition: `side` is at least 1.
  public static func disk(_ side: Int) -> StructuringElement {
    // Twice the distance to the middle is a whole number.
    let reach = side % 2 == 1 ? side - 1 : side
    return StructuringElement(side: side) { y, x in
      let (dy, dx) = (2 * y - (side - 1), 2 * x - (side - 1))
      return dy * dy + dx * dx <= reach * reach
    }
  }

  /// The middle row and the middle column of a square.
  ///
  /// - Precondition: `side` is at least 1.
  public static func cross(_ side: Int) -> StructuringElement {
    StructuringElement(side: side) { y, x in y == side / 2 || x == side / 2 }
  }

  private init(side: Int, _ holds: (Int, Int) -> Bool) {
    self.init(
      size: Size2D(side),
      cells: (0..<side * side).map { holds($0 / side, $0 % side) })
  }

  /// Whether all cells belong to the element.
  public var isRectangle: Bool { !cells.contains(false) }

  /// The cell that lies on the pixel.
  public var anchor: Kernel.Anchor { Kernel.Anchor(y: size.height / 2, x: size.width / 2) }

  /// The window under which a dilation looks: the element turned by 180° around its anchor.
  var mirrored: (cells: [Bool], anchor: Kernel.Anchor) {
    (
      Array(cells.reversed()),
      Kernel.Anchor(y: size.height - 1 - anchor.y, x: size.width - 1 - anchor.x)
    )
  }
}
