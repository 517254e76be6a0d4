import ConvCore
import ImageFilters

/// A range of values from a smallest to a largest value.
public struct ValueRange: Hashable, Sendable {
  /// The smallest value.
  public var lower: Float
  /// The largest value.
  public var upper: Float

  /// Creates a range.
  ///
  /// - Precondition: Both bounds are finite, and `lower` is not above `upper`.
  public init(lower: Float, upper: Float) {
    precondition(
      lower <= upper && lower.isFinite && upper.isFinite, "values from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// Creates the range of the finite values; `nil` without a finite value.
  public init?(of values: some Sequence<Float>) {
    var (lower, upper) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    guard lower <= upper else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The smallest range that includes the range and zero.
  var includingZero: ValueRange { ValueRange(lower: min(0, lower), upper: max(0, upper)) }

  /// The smallest range around zero that includes the range: ±max|x|.
  var symmetric: ValueRange { ValueRange(lower: -magnitude, upper: magnitude) }

  /// The largest absolute value of the range, max|x|.
  var magnitude: Float { max(abs(lower), abs(upper)) }
}
