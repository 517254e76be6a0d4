internal import RowLoops

/// Output rows in tiles that share input rows; what is left over goes row by row.
struct RowTiles {
  /// Rows of a whole tile.
  let height: Int
  private let rows: Range<Int>

  init(_ rows: Range<Int>, _ geometry: WindowGeometry) {
    self.rows = rows
    // Windows a stride or a dilation apart do not share rows one after the other.
    let sharesRows = geometry.stride.y == 1 && geometry.dilation == 1
    height = sharesRows ? CorrelationTile.rows(kernelHeight: geometry.window.height) : 1
  }

  /// Calls `body` with the first row and the height of each tile.
  func forEach(_ body: (Int, Int) -> Void) {
    var y = rows.lowerBound
    while y < rows.upperBound {
      let tile = y + height <= rows.upperBound ? height : 1
      body(y, tile)
      y += tile
    }
  }
}
