/// The set of nonfinite values in a window: NaN, +∞, −∞.
struct NonfiniteSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt8

  static let nan = NonfiniteSet(rawValue: 1)
  static let positive = NonfiniteSet(rawValue: 2)
  static let negative = NonfiniteSet(rawValue: 4)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Creates the set of one sample, which is empty for a finite sample.
  init(_ sample: Float) {
    if sample.isFinite {
      self = []
    } else if sample.isNaN {
      self = .nan
    } else {
      self = sample > 0 ? .positive : .negative
    }
  }

  /// The set after multiplication by a negative coefficient.
  var negated: NonfiniteSet {
    var result = intersection(.nan)
    if contains(.positive) { result.insert(.negative) }
    if contains(.negative) { result.insert(.positive) }
    return result
  }

  /// The sum over the window: NaN if the set holds NaN or both infinities; `nil` if it is empty.
  var sum: Float? {
    if isEmpty { return nil }
    if contains(.nan) || isSuperset(of: [.positive, .negative]) { return .nan }
    return contains(.positive) ? .infinity : -.infinity
  }
}
