import ConvCore
import ImageFilters

/// A smallest and a largest value.
public struct ValueRange: Hashable, Sendable {
  /// The smallest value.
  public var lower: Float
  /// The largest value.
  public var upper: Float

  /// Creates a range.
  ///
  /// - Precondition: `lower` is not above `upper`, and both are finite.
  public init(lower: Float, upper: Float) {
    precondition(
      lower <= upper && lower.isFinite && upper.isFinite, "values from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// The range of the finite values; `nil` when there are none.
  public init?(of values: some Sequence<Float>) {
    var (lower, upper) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    guard lower <= upper else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The smallest range that also holds zero.
  var includingZero: ValueRange { ValueRange(lower: min(0, lower), upper: max(0, upper)) }

  /// The smallest range that has zero in its middle: ±max|x|.
  var symmetric: ValueRange { ValueRange(lower: -magnitude, upper: magnitude) }

  /// The largest distance from zero.
  var magnitude: Float { max(abs(lower), abs(upper)) }
}
