/// A plane cut into tiles of 4×4 or 2×2 outputs, for Winograd's F(4×4, 3×3) or F(2×2, 3×3).
///
/// The outputs of a tile depend on 6×6 or 4×4 inputs. After transforming them to as many values, a
/// 3×3 correlation takes 36 or 16 products; the definition takes 144 or 36 (Lavin and Gray, 2016,
/// after Winograd, 1980). Small tiles save less and round less.
package struct WinogradGrid: Hashable, Sendable {
  /// Number of rows of the plane.
  package var height: Int
  /// Number of columns of the plane, each of 16 images.
  package var width: Int
  /// The row of the plane where the first tile's inputs begin; negative if zeros come first.
  package var top: Int
  /// The column of the plane where the first tile's inputs begin; negative if zeros come first.
  package var left: Int
  /// Number of tiles from top to bottom.
  package var rows: Int
  /// Number of tiles from left to right.
  package var columns: Int
  /// Number of floats from one value of a transformed tile to the next.
  package var positionStride: Int
  /// Number of outputs of a tile along each axis: 4 or 2.
  package var side: Int

  /// Number of all tiles.
  package var tiles: Int { rows * columns }

  /// Number of values of a transformed tile: 36 or 16.
  package var positions: Int { (side + 2) * (side + 2) }

  /// Creates a grid from its sizes and offsets.
  package init(
    height: Int, width: Int, top: Int = 0, left: Int = 0, rows: Int, columns: Int,
    positionStride: Int, side: Int = 4
  ) {
    self.height = height
    self.width = width
    self.top = top
    self.left = left
    self.rows = rows
    self.columns = columns
    self.positionStride = positionStride
    self.side = side
  }
}
