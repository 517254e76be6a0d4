/// A histogram of values between 0 and a largest value, with 512 equal bins.
///
/// A histogram gives medians and thresholds of millions of pixels without sorting.
struct SampleHistogram {
  private static let steps = 512

  private var counts = [Int](repeating: 0, count: Self.steps)
  private let step: Float
  /// The number of counted values.
  private(set) var total = 0

  /// Creates an empty histogram for values from 0 to `largest`; larger values count as `largest`.
  init(largest: Float) { step = max(largest, 1e-6) / Float(Self.steps) }

  /// Counts one value.
  mutating func add(_ value: Float) {
    counts[Int(min(max(value / step, 0), Float(Self.steps - 1)))] += 1
    total += 1
  }

  /// Returns the value below which a share of the values lies.
  ///
  /// An empty histogram gives the middle of the last bin.
  func percentile(_ share: Float) -> Float {
    var rest = Int(share * Float(total))
    for (index, count) in counts.enumerated() {
      rest -= count
      if rest < 0 { return (Float(index) + 0.5) * step }
    }
    return (Float(Self.steps) - 0.5) * step
  }

  /// The threshold that separates two groups best.
  ///
  /// The variance between the means of the groups is the largest (Otsu, 1979).
  var otsuThreshold: Float {
    let sum = counts.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
    var (below, weight, best, threshold) = (0.0, 0, -1.0, 0)
    for index in 0..<Self.steps - 1 {
      weight += counts[index]
      below += Double(index) * Double(counts[index])
      guard weight > 0, weight < total else { continue }
      let (low, high) = (Double(weight), Double(total - weight))
      let distance = below / low - (sum - below) / high
      let between = low * high * distance * distance
      if between > best { (best, threshold) = (between, index + 1) }
    }
    return Float(threshold) * step
  }
}
