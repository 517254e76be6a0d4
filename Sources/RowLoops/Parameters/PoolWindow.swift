/// The window of a pooling layer.
package struct PoolWindow: Hashable, Sendable {
  /// Rows of the window.
  package var height: Int
  /// Columns of the window.
  package var width: Int
  /// Rows from one window to the next.
  package var strideY: Int
  /// Columns from one window to the next.
  package var strideX: Int

  /// Creates a window.
  package init(height: Int, width: Int, strideY: Int, strideX: Int) {
    self.height = height
    self.width = width
    self.strideY = strideY
    self.strideX = strideX
  }
}
