/// The output pixels of a loop, and the distance between their windows in the input.
package struct PixelGrid: Hashable, Sendable {
  /// Number of output rows.
  package var rows: Int
  /// Number of output columns.
  package var width: Int
  /// Number of input floats from the windows of one output row to those of the next row.
  package var inputRow: Int
  /// Number of input floats from one window to the next.
  package var inputPixel: Int

  /// Creates a grid from its sizes and distances.
  package init(rows: Int, width: Int, inputRow: Int, inputPixel: Int) {
    self.rows = rows
    self.width = width
    self.inputRow = inputRow
    self.inputPixel = inputPixel
  }
}
