/// A row and a column, counted from 0.
package struct SlidingPosition: Hashable, Sendable {
  /// The row.
  package var y: Int
  /// The column.
  package var x: Int

  /// Creates a position.
  package init(y: Int, x: Int) {
    self.y = y
    self.x = x
  }
}
