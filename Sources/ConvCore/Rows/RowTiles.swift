internal import RowLoops

/// Splits output rows into tiles that share input rows; remaining rows are processed one by one.
struct RowTiles {
  /// Number of rows in a whole tile.
  let height: Int
  private let rows: Range<Int>

  init(_ rows: Range<Int>, _ geometry: WindowGeometry) {
    self.rows = rows
    // With a stride or a dilation, consecutive output rows do not share input rows.
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
