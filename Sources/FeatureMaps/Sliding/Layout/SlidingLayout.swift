import ConvCore

/// Where everything lies on the picture: input, computation and output side by side, text below.
struct SlidingLayout: Hashable, Sendable {
  /// The unit of lengths: 1 for a picture of 1280 pixels.
  let unit: Double
  let height: Int
  let width: Int
  /// The input with the border cells that windows read.
  let input: SlidingGrid
  /// The values under the window; one cell in a transposed convolution.
  let values: SlidingGrid
  /// The kernel as it is laid; `nil` for a pooling.
  let kernel: SlidingGrid?
  /// The products; `nil` for a pooling.
  let products: SlidingGrid?
  let output: SlidingGrid
  /// The sums of all parts, in cells of ``sumHeight`` rows; `nil` for one part.
  let sums: SlidingGrid?
  let sumHeight: Int
  /// The top of the result in the middle column.
  let resultTop: Int
  /// The top of the lines of the sum.
  let sumTop: Int
  let sumLines: Int
  let formulaTop: Int
  let legendTop: Int

  /// The smallest side of a cell.
  static let smallestCell = 4

  /// Returns a length in pixels.
  func length(_ length: Double) -> Int { SlidingLayout.length(length, unit) }

  private static func length(_ length: Double, _ unit: Double) -> Int {
    Int((length * unit).rounded())
  }

  /// Returns a font; texts are never smaller than the smallest font.
  func font(_ zoom: Double) -> BitmapFont { BitmapFont(zoom: max(1, zoom * unit)) }

  /// Lays out a picture.
  ///
  /// - Returns: `nil` when cells would be smaller than ``smallestCell``.
  init?(_ model: SlidingModel, _ view: SlidingView, width: Int) {
    let unit = Double(width) / 1280
    func px(_ length: Double) -> Int { SlidingLayout.length(length, unit) }
    let window = model.geometry.window
    let stacked =
      switch model.rule {
      case .pooling: window.height
      case .transposed: 2 * window.height + 1
      default: 3 * window.height
      }
    let small = min(px(56), px(model.multiplies ? 400 : 300) / stacked, px(300) / window.width)
    let middle = max(px(200), small * window.width)
    let (gap, margin) = (px(36), px(30))
    let columns = view.inputColumns.count + view.outputColumns.count
    let cell = min(
      px(84), (width - 2 * margin - 2 * gap - middle) / columns,
      px(540) / max(view.inputRows.count, view.outputRows.count))
    guard cell >= SlidingLayout.smallestCell, small >= 1 else { return nil }
    (self.unit, self.width) = (unit, width)

    let used = columns * cell + middle + 2 * gap
    let left = (width - used) / 2
    let top = px(134)
    input = SlidingGrid(
      top: top, left: left, cell: cell, rows: view.inputRows.count,
      columns: view.inputColumns.count)
    output = SlidingGrid(
      top: top, left: left + used - view.outputColumns.count * cell, cell: cell,
      rows: view.outputRows.count, columns: view.outputColumns.count)
    let center = input.right + gap + middle / 2
    var next = top
    func grid(_ rows: Int, _ columns: Int) -> SlidingGrid {
      let grid = SlidingGrid(
        top: next, left: center - columns * small / 2, cell: small, rows: rows, columns: columns)
      next = grid.bottom + px(34)
      return grid
    }
    values =
      model.rule == .transposed ? grid(1, 1) : grid(window.height, window.width)
    kernel = model.multiplies ? grid(window.height, window.width) : nil
    products = model.multiplies ? grid(window.height, window.width) : nil
    resultTop = next - px(12)
    let bottom = max(input.bottom, output.bottom, resultTop + px(34))
    var line = bottom + px(24)
    sumHeight = px(44)
    if model.parts.count > 1 {
      let columns = min(16, model.parts.count)
      let shown = min(64, model.parts.count)
      let side = (width - 2 * margin) / 16
      sums = SlidingGrid(
        top: line + px(24), left: margin, cell: side, rows: (shown + columns - 1) / columns,
        columns: columns)
      line += px(24) + (shown + columns - 1) / columns * sumHeight + px(14)
    } else {
      sums = nil
    }
    sumTop = line
    sumLines = window.height * window.width > 10 ? 3 : 2
    formulaTop = sumTop + sumLines * px(31) + px(8)
    legendTop = formulaTop + px(32)
    height = legendTop + px(40)
  }
}
