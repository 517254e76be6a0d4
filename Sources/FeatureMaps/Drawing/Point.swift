/// A place in a picture, in pixels from its top left corner.
///
/// The middle of the first pixel is (0.5, 0.5).
public struct Point: Hashable, Sendable {
  /// Downward.
  public var y: Double
  /// To the right.
  public var x: Double

  /// Creates a point.
  public init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }
}
