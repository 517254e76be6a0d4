/// A position in a picture, in pixels from the top left corner.
///
/// The center of the first pixel is (0.5, 0.5).
public struct Point: Hashable, Sendable {
  /// The coordinate downward.
  public var y: Double
  /// The coordinate to the right.
  public var x: Double

  /// Creates a point from its coordinates.
  public init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }
}
