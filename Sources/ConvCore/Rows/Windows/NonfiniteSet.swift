/// Which values that are not finite come together in a window.
struct NonfiniteSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt8

  static let nan = NonfiniteSet(rawValue: 1)
  static let positive = NonfiniteSet(rawValue: 2)
  static let negative = NonfiniteSet(rawValue: 4)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set of one sample; empty for a finite one.
  init(_ sample: Float) {
    if sample.isFinite {
      self = []
    } else if sample.isNaN {
      self = .nan
    } else {
      self = sample > 0 ? .positive : .negative
    }
  }

  /// The set behind a negative coefficient.
  var negated: NonfiniteSet {
    var result = intersection(.nan)
    if contains(.positive) { result.insert(.negative) }
    if contains(.negative) { result.insert(.positive) }
    return result
  }

  /// What a sum over the window is: NaN with NaN, or with infinities of both signs; `nil` when
  /// everything is finite.
  var sum: Float? {
    if isEmpty { return nil }
    if contains(.nan) || isSuperset(of: [.positive, .negative]) { return .nan }
    return contains(.positive) ? .infinity : -.infinity
  }
}
