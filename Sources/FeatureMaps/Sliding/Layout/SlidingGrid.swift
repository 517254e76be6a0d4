import ConvCore

/// Cells in rows and columns on the picture.
struct SlidingGrid: Hashable, Sendable {
  var top: Int
  var left: Int
  /// The side of a cell in pixels.
  var cell: Int
  var rows: Int
  var columns: Int

  var height: Int { rows * cell }
  var width: Int { columns * cell }
  var bottom: Int { top + height }
  var right: Int { left + width }
  var frame: Frame { Frame(top: top, left: left, height: height, width: width) }

  /// The rectangle of a cell.
  func frame(_ row: Int, _ column: Int) -> Frame {
    Frame(top: top + row * cell, left: left + column * cell, height: cell, width: cell)
  }
}
