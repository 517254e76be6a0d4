/// What a picture would look like without the writing on it.
///
/// The median of each cell of a coarse grid drops lines thinner than a cell; a morphological
/// closing of the grid then drops blots up to four cells wide, and keeps shadows. A plane is taken
/// out for the closing, which would bend a gradient at the picture's edge.
struct PaperEstimate {
  /// Cells along the longer side.
  private static let cellsPerSide = 16
  /// Cells to each side that the closing looks at.
  private static let reach = 2

  private let cell: Int
  private let grid: GrayPlane

  /// Estimates paper that is lighter than the writing.
  init(lightPaperOf picture: GrayPlane) {
    let longest = max(picture.height, picture.width)
    let cell = max((longest + Self.cellsPerSide - 1) / Self.cellsPerSide, 3)
    let rows = (picture.height + cell - 1) / cell
    let columns = (picture.width + cell - 1) / cell
    var medians: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let part = picture.cropped(
          rows: row * cell..<min((row + 1) * cell, picture.height),
          columns: column * cell..<min((column + 1) * cell, picture.width))
        medians.append(percentile(0.5, of: part.values))
      }
    }
    self.cell = cell
    let raw = GrayPlane(height: rows, width: columns, values: medians)
    let plane = SlantedPlane(fittedToLightPaper: raw)
    var level = raw
    level.values = plane.residuals(of: raw)
    level = Self.closed(level)
    for i in level.values.indices { level.values[i] += plane.value(i / columns, i % columns) }
    grid = level
  }

  /// The paper at each pixel of a picture of this size, linear between the cells' centres.
  func plane(height: Int, width: Int) -> GrayPlane {
    var values: [Float] = []
    values.reserveCapacity(height * width)
    for y in 0..<height {
      let (row, down) = place(y, count: grid.height)
      let next = min(row + 1, grid.height - 1)
      for x in 0..<width {
        let (column, right) = place(x, count: grid.width)
        let beside = min(column + 1, grid.width - 1)
        let upper = grid[row, column] + (grid[row, beside] - grid[row, column]) * right
        let lower = grid[next, column] + (grid[next, beside] - grid[next, column]) * right
        values.append(upper + (lower - upper) * down)
      }
    }
    return GrayPlane(height: height, width: width, values: values)
  }

  /// The cell before a pixel, and how far the pixel is from its centre to the next one's.
  ///
  /// In the outer half of the first and last cell that goes on beyond 0 and 1, as a gradient does.
  private func place(_ pixel: Int, count: Int) -> (cell: Int, fraction: Float) {
    let place = (Float(pixel) + 0.5) / Float(cell) - 0.5
    let before = min(max(Int(place.rounded(.down)), 0), max(count - 2, 0))
    return (before, count > 1 ? place - Float(before) : 0)
  }

  /// The largest value around each cell, and then the smallest of those.
  private static func closed(_ grid: GrayPlane) -> GrayPlane {
    let lowest = grid.values.min() ?? 0
    // `dilated` begins at zero: both passes run on values that are not negative.
    var lifted = grid
    lifted.values = grid.values.map { $0 - lowest }
    let largest = lifted.dilated(radius: reach)
    let highest = largest.values.max() ?? 0
    var flipped = largest
    flipped.values = largest.values.map { highest - $0 }
    var closed = flipped.dilated(radius: reach)
    closed.values = closed.values.map { highest - $0 + lowest }
    return closed
  }
}
