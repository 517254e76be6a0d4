/// A plane cut into tiles of 4×4 outputs, for the products of Winograd's F(4×4, 3×3).
///
/// A tile's outputs depend on 6×6 inputs. Transformed they are 36 values, and the 3×3 correlation
/// becomes 36 products where the definition has 144 (Lavin and Gray, 2016, after Winograd, 1980).
package struct WinogradGrid: Hashable, Sendable {
  /// Rows of the plane.
  package var height: Int
  /// Columns of the plane, each of 16 images.
  package var width: Int
  /// The row of the plane where the first tile's inputs begin, negative where zeros come first.
  package var top: Int
  /// The column where they begin.
  package var left: Int
  /// Tiles down.
  package var rows: Int
  /// Tiles across.
  package var columns: Int
  /// Floats from one of the 36 values to the next.
  package var positionStride: Int

  /// Tiles in all.
  package var tiles: Int { rows * columns }

  /// Creates a grid.
  package init(
    height: Int, width: Int, top: Int = 0, left: Int = 0, rows: Int, columns: Int,
    positionStride: Int
  ) {
    self.height = height
    self.width = width
    self.top = top
    self.left = left
    self.rows = rows
    self.columns = columns
    self.positionStride = positionStride
  }
}
