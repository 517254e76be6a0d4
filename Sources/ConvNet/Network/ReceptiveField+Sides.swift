import ConvCore

extension ReceptiveField {
  /// Creates a field of so many rows and columns, whose first value begins at a place.
  package init(height: Int, width: Int, strideY: Int, strideX: Int, offsetY: Int, offsetX: Int) {
    self.init(
      size: Size2D(height: height, width: width), stride: Stride2D(y: strideY, x: strideX),
      offsetY: offsetY, offsetX: offsetX)
  }
}
