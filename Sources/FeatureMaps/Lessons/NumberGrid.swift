import ConvCore
import ImageFilters

/// A matrix as a grid of square cells, each with its number, as on a slide.
///
/// The color of a cell follows its value; the number is black or white, whichever stands out more.
/// Numbers have at most four digits (``text(of:)``).
package struct NumberGrid: Hashable, Sendable {
  /// The colors of cells.
  package enum Coloring: Hashable, Sendable {
    /// Blue below zero, white at zero, red above; equal on both sides.
    case signed
    /// Black at the lower end of the range, white at the upper end, as in a gray picture.
    case gray
    /// White, whatever the value.
    case plain
  }

  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// The numbers, row by row; `nil` is an empty cell, such as an output that is not computed yet.
  package var values: [Float?]
  /// The colors of the cells.
  package var coloring: Coloring
  /// The values at the ends of the colors; values outside have the color of the nearer end.
  package var range: ValueRange
  /// The side of a cell in pixels, with the line at its top and left.
  package var side: Int
  /// Colors of single cells, by index, in place of those of their values.
  package var tints: [Int: RGB] = [:]
  /// The indexes of cells that lie outside of the picture: their values come from a border rule.
  ///
  /// They are hatched, and their numbers are pale.
  package var outside: Set<Int> = []
  /// The frames around parts of the grid, drawn in this order over the cells.
  package var outlines: [GridOutline] = []
  /// Whether the numbers are drawn; without them, cells may be as small as a pixel.
  package var showsNumbers = true
  /// The row and the column of the first cell in a larger picture; `nil` omits the numbers of rows
  /// and columns beside the grid.
  package var origin: GridPosition?

  /// Creates a grid.
  ///
  /// - Parameters:
  ///   - values: The numbers, row by row.
  ///   - columns: The number of columns.
  ///   - coloring: The colors of the cells.
  ///   - range: The values at the ends of the colors; by default those of the finite numbers.
  ///   - side: The side of a cell in pixels; by default large enough for the numbers, and larger
  ///     for small grids.
  /// - Precondition: `values` has at least one row of `columns` numbers, and no part of a row.
  package init(
    values: [Float?], columns: Int, coloring: Coloring = .signed, range: ValueRange? = nil,
    side: Int? = nil
  ) {
    precondition(
      columns > 0 && !values.isEmpty && values.count % columns == 0,
      "\(values.count) numbers in rows of \(columns)")
    rows = values.count / columns
    self.columns = columns
    self.values = values
    self.coloring = coloring
    self.range =
      range ?? ValueRange(of: values.compactMap { $0 }) ?? ValueRange(lower: 0, upper: 0)
    self.side = side ?? NumberGrid.side(for: values, rows: rows, columns: columns)
  }

  /// The number of pixels from the top of the column numbers to the bottom line of the grid.
  package var height: Int { margin.y + rows * side + line }

  /// The number of pixels from the left of the row numbers to the right line of the grid.
  package var width: Int { margin.x + columns * side + line }

  /// The thickness of the lines between cells, in pixels; small cells have none.
  package var line: Int { side < 12 ? 0 : 1 }

  /// Finds the rectangle of a part of the grid.
  ///
  /// - Parameters:
  ///   - rows: Rows of the grid.
  ///   - columns: Columns of the grid.
  ///   - top: The row of the picture where the grid begins.
  ///   - left: The column of the picture where the grid begins.
  /// - Returns: The cells with the lines around them, in pixels of the picture.
  package func frame(rows: Range<Int>, columns: Range<Int>, top: Int, left: Int) -> Frame {
    Frame(
      top: top + margin.y + rows.lowerBound * side,
      left: left + margin.x + columns.lowerBound * side, height: rows.count * side + line,
      width: columns.count * side + line)
  }

  /// Returns the rectangle of one cell, without the lines around it.
  package func cell(row: Int, column: Int, top: Int, left: Int) -> Frame {
    frame(rows: row..<row + 1, columns: column..<column + 1, top: top, left: left).inset(by: line)
  }

  /// The pixels that the numbers of rows and columns take at the left and at the top.
  var margin: GridPosition {
    guard let origin else { return GridPosition(y: 0, x: 0) }
    let digits = String(origin.y + rows - 1)
    return GridPosition(
      y: NumberGrid.indexFont.capitalHeight + 8, x: NumberGrid.indexFont.width(of: digits) + 10)
  }

  /// The font of the numbers of rows and columns.
  static let indexFont = BitmapFont.small
}

extension NumberGrid {
  /// Returns a number with at most four digits: `12`, `−4`, `0.333`, `12.35`, `6.55e4`, `1.2e−4`.
  ///
  /// Zeros at the end of decimals are omitted. The minus sign is U+2212.
  package static func text(of value: Float) -> String { NumberText.fourDigits(value) }

  /// Whether all numbers stand in the cells with all their digits.
  package var isExact: Bool {
    values.allSatisfy { $0.map(NumberText.isExact) ?? true }
  }

  /// The font of the numbers; `nil` when cells are too small for any font.
  package var font: BitmapFont? {
    showsNumbers ? NumberGrid.font(widest: widest, side: side) : nil
  }

  /// The smallest side of a cell that holds all numbers.
  package var leastSide: Int {
    max(NumberGrid.side(widest: widest, zoom: 1), 20)
  }

  private var widest: Int { NumberGrid.widest(values) }

  /// The width of the widest number in cells of the font's drawing.
  private static func widest(_ values: [Float?]) -> Int {
    // Ten times as large, so that rounding up to pixels does not matter.
    let font = BitmapFont(zoom: 10)
    return values.reduce(0) { max($0, $1.map { font.width(of: text(of: $0)) } ?? 0) }
  }

  /// The side for numbers at a zoom of the font: the widest number with a margin.
  private static func side(widest: Int, zoom: Int) -> Int { widest * zoom / 10 + 2 + 6 * zoom }

  private static func font(widest: Int, side: Int) -> BitmapFont? {
    let zoom = (1...12).last { side >= self.side(widest: widest, zoom: $0) && side >= 20 * $0 }
    return zoom.map { BitmapFont(zoom: Double($0)) }
  }

  /// Chooses the side of a cell; numbers are larger in smaller grids, at least twice the font.
  ///
  /// - Parameters:
  ///   - values: The numbers of the grid; `nil` for empty cells.
  ///   - rows: The number of rows of the grid.
  ///   - columns: The number of columns of the grid.
  ///   - most: The largest zoom of the font.
  /// - Returns: The side in pixels, enough for the longest number.
  static func side(for values: [Float?], rows: Int, columns: Int, most: Int = 4) -> Int {
    let usual =
      switch max(rows, columns) {
      case ...5: 4
      case ...10: 3
      default: 2
      }
    let zoom = min(usual, most)
    return max(22 * zoom, side(widest: widest(values), zoom: zoom))
  }
}
