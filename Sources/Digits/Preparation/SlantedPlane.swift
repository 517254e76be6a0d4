/// A plane a + b·row + c·column, fitted to the values of a grid by least squares.
struct SlantedPlane {
  private var mean: Float = 0
  private var alongRows: Float = 0
  private var alongColumns: Float = 0
  private var center = Point.zero

  /// Fits a plane to all values.
  init(fittedTo grid: GrayPlane) {
    fit(grid, weights: [Float](repeating: 1, count: grid.values.count))
  }

  /// Fits a plane to weighted values.
  init(fittedTo grid: GrayPlane, weights: [Float]) { fit(grid, weights: weights) }

  /// Fits a plane to paper that is lighter than the ink.
  ///
  /// Values far below a first plane are ink; the second fit omits these values.
  init(fittedToLightPaper grid: GrayPlane) {
    self.init(fittedTo: grid)
    let residuals = residuals(of: grid)
    let spread =
      (residuals.reduce(0) { $0 + $1 * $1 } / Float(max(residuals.count, 1))).squareRoot()
    fit(grid, weights: residuals.map { $0 < -spread ? 0 : 1 })
  }

  /// Returns the height of each value over the plane.
  func residuals(of grid: GrayPlane) -> [Float] {
    grid.values.indices.map { grid.values[$0] - value($0 / grid.width, $0 % grid.width) }
  }

  /// Returns the plane's value at a cell.
  func value(_ row: Int, _ column: Int) -> Float {
    mean + alongRows * (Float(row) - center.y) + alongColumns * (Float(column) - center.x)
  }

  private mutating func fit(_ grid: GrayPlane, weights: [Float]) {
    let count = max(weights.reduce(0, +), 1)
    var (sum, place) = (Float(0), Point.zero)
    for (i, weight) in weights.enumerated() {
      sum += weight * grid.values[i]
      place += weight * Point(Float(i % grid.width), Float(i / grid.width))
    }
    (mean, center) = (sum / count, place / count)
    var (xx, xy, yy, xv, yv): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
    for (i, weight) in weights.enumerated() {
      let offset = Point(Float(i % grid.width), Float(i / grid.width)) - center
      let height = grid.values[i] - mean
      xx += weight * offset.x * offset.x
      xy += weight * offset.x * offset.y
      yy += weight * offset.y * offset.y
      xv += weight * offset.x * height
      yv += weight * offset.y * height
    }
    // A grid of one row or column has no slope across itself.
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-3 else { return (alongRows, alongColumns) = (0, 0) }
    alongColumns = (xv * yy - yv * xy) / determinant
    alongRows = (yv * xx - xv * xy) / determinant
  }
}
