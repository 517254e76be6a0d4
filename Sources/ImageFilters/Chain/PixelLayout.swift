public import ConvCore

/// The shape of an image, and whether its last channel is alpha.
public struct PixelLayout: Hashable, Sendable {
  /// Height, width and number of channels, including alpha.
  public var shape: ImageShape
  /// Whether the last channel is alpha.
  public var hasAlpha: Bool

  /// Creates a layout.
  public init(shape: ImageShape, hasAlpha: Bool) {
    self.shape = shape
    self.hasAlpha = hasAlpha
  }

  /// The shape with the color channels only.
  var color: ImageShape {
    ImageShape(
      height: shape.height, width: shape.width, channels: shape.channels - (hasAlpha ? 1 : 0))
  }
}
