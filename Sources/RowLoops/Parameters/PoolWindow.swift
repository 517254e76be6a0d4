/// The window of a pooling layer.
package struct PoolWindow: Hashable, Sendable {
  /// Number of rows in the window.
  package var height: Int
  /// Number of columns in the window.
  package var width: Int
  /// Number of rows from one window to the next.
  package var strideY: Int
  /// Number of columns from one window to the next.
  package var strideX: Int

  /// Creates a window from its size and strides.
  package init(height: Int, width: Int, strideY: Int, strideX: Int) {
    self.height = height
    self.width = width
    self.strideY = strideY
    self.strideX = strideX
  }
}
