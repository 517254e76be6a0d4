/// A frame around a part of a ``NumberGrid``: a window, a row, a column.
package struct GridOutline: Hashable, Sendable {
  /// The rows of the part.
  package var rows: Range<Int>
  /// The columns of the part.
  package var columns: Range<Int>
  /// The color of the frame.
  package var color: RGB
  /// The thickness in pixels; the frame lies on the lines around the part, half on either side.
  package var thickness: Int

  /// Creates a frame.
  ///
  /// Parts of the frame outside of the grid are drawn as well.
  package init(rows: Range<Int>, columns: Range<Int>, color: RGB, thickness: Int = 5) {
    self.rows = rows
    self.columns = columns
    self.color = color
    self.thickness = thickness
  }
}
