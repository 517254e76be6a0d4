/// An estimate of the paper of a picture without the ink.
///
/// The median of each cell of a coarse grid drops lines thinner than a cell. A morphological
/// closing of the grid then drops blots up to four cells wide, and keeps shadows. A fitted plane is
/// subtracted before the closing, which would bend a gradient at the picture's edge.
struct PaperEstimate {
  /// The number of cells along the longer side.
  private static let cellsPerSide = 16
  /// The radius of the closing, in cells.
  private static let reach = 2
  /// The largest number of pixels for the median of a cell, approximately.
  private static let samplesPerCell = 600

  private let cell: Int
  private let medians: GrayPlane

  /// Estimates the paper of a picture.
  init(of picture: GrayPlane) {
    let longest = max(picture.height, picture.width)
    cell = max((longest + Self.cellsPerSide - 1) / Self.cellsPerSide, 3)
    let rows = (picture.height + cell - 1) / cell
    let columns = (picture.width + cell - 1) / cell
    let step = max(Int((Float(cell * cell) / Float(Self.samplesPerCell)).squareRoot()), 1)
    var medians: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var samples: [Float] = []
        for y in stride(from: row * cell, to: min((row + 1) * cell, picture.height), by: step) {
          for x in stride(
            from: column * cell, to: min((column + 1) * cell, picture.width), by: step)
          {
            samples.append(picture[y, x])
          }
        }
        medians.append(percentile(0.5, of: samples))
      }
    }
    self.medians = GrayPlane(height: rows, width: columns, values: medians)
  }

  /// Returns the height of each pixel over the paper, toward the ink.
  ///
  /// The height is around 0 on paper and larger on ink. Dark ink absorbs a share of the light, so
  /// dark ink has the same height in sun and in shade.
  func ink(of picture: GrayPlane, isLight: Bool) -> GrayPlane {
    let grid = paperGrid(isLight: isLight)
    let across = (0..<picture.width).map { place($0, count: grid.width) }
    var ink = picture
    var row = [Float](repeating: 0, count: grid.width)
    for y in 0..<picture.height {
      let (cell, down) = place(y, count: grid.height)
      let next = min(cell + 1, grid.height - 1)
      for column in row.indices {
        row[column] = grid[cell, column] + (grid[next, column] - grid[cell, column]) * down
      }
      for x in 0..<picture.width {
        let (column, right) = across[x]
        let beside = min(column + 1, grid.width - 1)
        let paper = row[column] + (row[beside] - row[column]) * right
        let value = picture.values[y * picture.width + x]
        ink.values[y * picture.width + x] =
          isLight ? (paper - value) * 255 / max(paper, 64) : value - 255 + paper
      }
    }
    return ink
  }

  /// Returns the paper in each cell; for dark paper, the negative.
  private func paperGrid(isLight: Bool) -> GrayPlane {
    var grid = medians
    if !isLight { grid.values = medians.values.map { 255 - $0 } }
    let plane = SlantedPlane(fittedToLightPaper: grid)
    grid.values = plane.residuals(of: grid)
    grid = Self.closed(grid)
    for i in grid.values.indices {
      grid.values[i] += plane.value(i / grid.width, i % grid.width)
    }
    return grid
  }

  /// Returns the cell before a pixel, and the pixel's position between the centers of two cells.
  ///
  /// The position is a fraction. In the outer halves of the first and last cell it is below 0 or
  /// above 1, which extrapolates a gradient.
  private func place(_ pixel: Int, count: Int) -> (cell: Int, fraction: Float) {
    let place = (Float(pixel) + 0.5) / Float(cell) - 0.5
    let before = min(max(Int(place.rounded(.down)), 0), max(count - 2, 0))
    return (before, count > 1 ? place - Float(before) : 0)
  }

  /// Returns the closing of a grid: the largest value around each cell, then the smallest of those.
  private static func closed(_ grid: GrayPlane) -> GrayPlane {
    let lowest = grid.values.min() ?? 0
    // `dilated` starts at zero, so both passes run on nonnegative values.
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
