package import ConvCore

/// Where the pixels that a model sees lie in the picture.
///
/// The picture is scaled to a size, then a part of that is cut out; the part may reach outside.
package struct PicturePlacement: Hashable, Sendable {
  /// The rows and columns of the picture.
  package let height, width: Int
  /// The rows and columns of the scaled picture.
  package let scaledHeight, scaledWidth: Int
  /// The first row and column of the part in the scaled picture.
  package let top, left: Int
  /// The rows and columns of the part.
  package let rows, columns: Int

  /// The place in the picture, in pixels from its upper left corner, of a place in the part.
  package func place(y: Double, x: Double) -> (y: Double, x: Double) {
    (
      (y + Double(top)) * Double(height) / Double(scaledHeight),
      (x + Double(left)) * Double(width) / Double(scaledWidth)
    )
  }

  /// The place in the part of a place in the picture.
  package func inverse(y: Double, x: Double) -> (y: Double, x: Double) {
    (
      y * Double(scaledHeight) / Double(height) - Double(top),
      x * Double(scaledWidth) / Double(width) - Double(left)
    )
  }

  /// The place of a picture that is taken as it is.
  package init(whole size: Size2D) {
    (height, width) = (size.height, size.width)
    (scaledHeight, scaledWidth, rows, columns) = (height, width, height, width)
    (top, left) = (0, 0)
  }

  /// Creates a place.
  init(
    height: Int, width: Int, scaledHeight: Int, scaledWidth: Int, top: Int, left: Int, rows: Int,
    columns: Int
  ) {
    (self.height, self.width) = (height, width)
    (self.scaledHeight, self.scaledWidth) = (scaledHeight, scaledWidth)
    (self.top, self.left, self.rows, self.columns) = (top, left, rows, columns)
  }
}
