extension SlidingPicture {
  /// Draws several positions side by side.
  ///
  /// - Parameters:
  ///   - stops: The positions; four of the first to the last where there are none.
  ///   - most: The pictures in a row, where there are as many.
  /// - Returns: One picture that holds all positions, row by row.
  package mutating func still(at stops: [SlidingPosition], columns most: Int) -> Canvas {
    var chosen = stops
    if chosen.isEmpty {
      let last = positions.count - 1
      chosen = Set([0, last / 3, 2 * last / 3, last]).sorted().map { positions[$0] }
    }
    let columns = min(most, chosen.count)
    let rows = (chosen.count + columns - 1) / columns
    var sheet = Canvas(height: rows * height, width: columns * width)
    for (index, position) in chosen.enumerated() {
      let shot = SlidingShot(scene: .window(position, .result), hundredths: 100)
      sheet.blit(
        canvas(of: shot), top: index / columns * height, left: index % columns * width)
    }
    return sheet
  }
}
