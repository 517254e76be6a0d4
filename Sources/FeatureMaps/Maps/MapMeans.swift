/// Maps of means of squares, filled row by row, so that a large map is never needed as a whole.
package struct MapMeans: Sendable {
  private let count: Int
  private let height: Int
  private let width: Int
  private let factor: Int
  private let rows: Int
  private let columns: Int
  private var sums: [Float]

  /// Creates maps for so many maps of a size.
  package init(count: Int, height: Int, width: Int, factor: Int) {
    (self.count, self.height, self.width, self.factor) = (count, height, width, factor)
    (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
    sums = [Float](repeating: 0, count: count * rows * columns)
  }

  /// Adds some rows of a map.
  ///
  /// - Precondition: There is a value for each place of the rows; each row is added once.
  package mutating func add(_ values: ArraySlice<Float>, to map: Int, rows added: Range<Int>) {
    precondition(values.count == added.count * width && added.upperBound <= height)
    var from = values.startIndex
    for y in added {
      let to = (map * rows + y / factor) * columns
      for x in 0..<width { sums[to + x / factor] += values[from + x] }
      from += width
    }
  }

  /// The means, when all rows have been added.
  package func stack(_ name: String) -> MapStack {
    var means = sums
    for map in 0..<count {
      for row in 0..<rows {
        let tall = min(height, (row + 1) * factor) - row * factor
        for column in 0..<columns {
          let wide = min(width, (column + 1) * factor) - column * factor
          means[(map * rows + row) * columns + column] /= Float(tall * wide)
        }
      }
    }
    return MapStack(name: name, count: count, height: rows, width: columns, values: means)
  }
}
