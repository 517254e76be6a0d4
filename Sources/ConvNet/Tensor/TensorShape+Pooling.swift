import ConvCore

extension TensorShape {
  /// Returns the shape after pooling with every window that lies inside the planes.
  ///
  /// - Throws: ``ShapeError`` when the window is larger than the planes.
  func pooled(
    _ size: Size2D, _ stride: Stride2D, padding: Size2D = Size2D(0)
  ) throws(ShapeError) -> TensorShape {
    let rows = height + 2 * padding.height - size.height
    let columns = width + 2 * padding.width - size.width
    guard rows >= 0 && columns >= 0 else {
      throw ShapeError("a \(size) pooling window does not fit into \(self)")
    }
    return TensorShape(
      channels: channels, height: rows / stride.y + 1, width: columns / stride.x + 1)
  }
}
