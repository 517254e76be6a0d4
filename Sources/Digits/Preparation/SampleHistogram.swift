/// How often values occur between 0 and a largest one, in 512 equal steps.
///
/// Medians and thresholds of millions of pixels need no sorting with it.
struct SampleHistogram {
  private static let steps = 512

  private var counts = [Int](repeating: 0, count: Self.steps)
  private let step: Float
  /// How many values were counted.
  private(set) var total = 0

  /// An empty histogram of values from 0 to `largest`; larger ones count as the largest.
  init(largest: Float) { step = max(largest, 1e-6) / Float(Self.steps) }

  /// Counts one value.
  mutating func add(_ value: Float) {
    counts[Int(min(max(value / step, 0), Float(Self.steps - 1)))] += 1
    total += 1
  }

  /// The value below which this share of the values lies; 0 when there are none.
  func percentile(_ share: Float) -> Float {
    var rest = Int(share * Float(total))
    for (index, count) in counts.enumerated() {
      rest -= count
      if rest < 0 { return (Float(index) + 0.5) * step }
    }
    return (Float(Self.steps) - 0.5) * step
  }

  /// The value that divides two groups best: the most variance between their means (Otsu, 1979).
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
