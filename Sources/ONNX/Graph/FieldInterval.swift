/// The part of one side of the input that the values along one dimension depend on.
///
/// The value at place i depends on the places lower + i · stride … upper + i · stride.
package struct FieldInterval: Hashable, Sendable {
  /// The first place of the value at place 0; negative where padding belongs to it.
  package var lower: Double
  /// The last place of the value at place 0.
  package var upper: Double
  /// The places from a value's interval to that of its neighbor.
  package var stride: Double

  /// The interval of a place of the input: the place itself.
  static let place = FieldInterval(lower: 0, upper: 0, stride: 1)

  /// The number of places.
  package var size: Double { upper - lower + 1 }

  /// The middle of the interval of the value at place 0.
  package var center: Double { (lower + upper) / 2 }

  /// The interval behind a window.
  func windowed(_ axis: WindowAxis) -> FieldInterval {
    FieldInterval(
      lower: lower - stride * Double(axis.before),
      upper: upper + stride * Double((axis.size - 1) * axis.dilation - axis.before),
      stride: stride * Double(axis.stride))
  }

  /// The smallest interval that holds this one and another; `nil` for other strides.
  func union(_ other: FieldInterval) -> FieldInterval? {
    guard stride == other.stride else { return nil }
    return FieldInterval(
      lower: min(lower, other.lower), upper: max(upper, other.upper), stride: stride)
  }
}
