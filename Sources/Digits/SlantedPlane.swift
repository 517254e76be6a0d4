/// A plane a + b·row + c·column through the values of a grid, by least squares.
///
/// Fitted twice: cells far below the first plane, where the writing is, are left out of the second.
struct SlantedPlane {
  private var mean: Float = 0
  private var alongRows: Float = 0
  private var alongColumns: Float = 0
  private var centre = Point.zero

  init(fittedTo grid: GrayPlane) {
    fit(grid, weights: [Float](repeating: 1, count: grid.values.count))
    let residuals = grid.values.indices.map { i in
      grid.values[i] - value(i / grid.width, i % grid.width)
    }
    let spread =
      (residuals.reduce(0) { $0 + $1 * $1 } / Float(max(residuals.count, 1))).squareRoot()
    fit(grid, weights: residuals.map { $0 < -spread ? 0 : 1 })
  }

  /// The plane at a cell.
  func value(_ row: Int, _ column: Int) -> Float {
    mean + alongRows * (Float(row) - centre.y) + alongColumns * (Float(column) - centre.x)
  }

  private mutating func fit(_ grid: GrayPlane, weights: [Float]) {
    let count = max(weights.reduce(0, +), 1)
    var (sum, place) = (Float(0), Point.zero)
    for (i, weight) in weights.enumerated() {
      sum += weight * grid.values[i]
      place += weight * Point(Float(i % grid.width), Float(i / grid.width))
    }
    (mean, centre) = (sum / count, place / count)
    var (xx, xy, yy, xv, yv): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
    for (i, weight) in weights.enumerated() {
      let offset = Point(Float(i % grid.width), Float(i / grid.width)) - centre
      let height = grid.values[i] - mean
      xx += weight * offset.x * offset.x
      xy += weight * offset.x * offset.y
      yy += weight * offset.y * offset.y
      xv += weight * offset.x * height
      yv += weight * offset.y * height
    }
    // A grid of one row or column has no slope across it.
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-3 else { return (alongRows, alongColumns) = (0, 0) }
    alongColumns = (xv * yy - yv * xy) / determinant
    alongRows = (yv * xx - xv * xy) / determinant
  }
}
