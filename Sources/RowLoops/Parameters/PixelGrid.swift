/// Rows of pixels of an output, and how far apart their windows lie in the input.
package struct PixelGrid: Hashable, Sendable {
  /// Rows of the output.
  package var rows: Int
  /// Columns of the output.
  package var width: Int
  /// Floats of the input from one row's windows to the next row's.
  package var inputRow: Int
  /// Floats of the input from one window to the next.
  package var inputPixel: Int

  /// Creates a grid.
  package init(rows: Int, width: Int, inputRow: Int, inputPixel: Int) {
    self.rows = rows
    self.width = width
    self.inputRow = inputRow
    self.inputPixel = inputPixel
  }
}
