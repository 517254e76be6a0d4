import ConvCore

extension TensorShape {
  /// Returns the shape after pooling with every window that lies inside the planes.
  ///
  /// - Throws: ``ShapeError`` when the window is larger than the planes.
  func pooled(_ size: Size2D, _ stride: Stride2D) throws(ShapeError) -> TensorShape {
    guard height >= size.height && width >= size.width else {
      throw ShapeError("a \(size) pooling window does not fit into \(self)")
    }
    return TensorShape(
      channels: channels, height: (height - size.height) / stride.y + 1,
      width: (width - size.width) / stride.x + 1)
  }
}
