/// The counts of values in bins of one width: a bin for each integer, or 256 bins for floats.
struct ValueHistogram {
  private var counts: [Int]
  private let least: Double
  private let width: Double
  private let areIntegers: Bool

  /// Creates an empty histogram of the values `least`…`most`.
  init(least: Double, most: Double, areIntegers: Bool) {
    self.least = least
    self.areIntegers = areIntegers
    counts = [Int](repeating: 0, count: areIntegers ? Int(most - least) + 1 : 256)
    width = areIntegers ? 1 : (most - least) / 256
  }

  /// Counts a value.
  ///
  /// The last bin holds its upper end, as in NumPy.
  mutating func count(_ value: Double) {
    guard !areIntegers else { counts[Int(value - least)] += 1; return }
    var bin = min(max(Int((value - least) / width), 0), 255)
    if value < edge(bin) { bin -= 1 } else if bin < 255 && value >= edge(bin + 1) { bin += 1 }
    counts[max(bin, 0)] += 1
  }

  private func edge(_ bin: Int) -> Double { least + Double(bin) * width }

  /// The value of a bin: the integer, or the middle.
  private func center(_ bin: Int) -> Double {
    areIntegers ? least + Double(bin) : (edge(bin) + edge(bin + 1)) / 2
  }

  /// The value that parts the counts into two classes of the largest variance between them.
  var threshold: Double {
    let total = Double(counts.reduce(0, +))
    let sum = counts.indices.reduce(0.0) { $0 + Double(counts[$1]) * center($1) }
    var (best, found) = (-1.0, least)
    var (below, sumBelow) = (0.0, 0.0)
    for bin in counts.indices.dropLast() {
      below += Double(counts[bin])
      sumBelow += Double(counts[bin]) * center(bin)
      guard below > 0 && below < total else { continue }
      let difference = sumBelow / below - (sum - sumBelow) / (total - below)
      // The product is rounded to a float, as in scikit-image: rounding decides between neighbors.
      let weight = Double(Float(below) * Float(total - below))
      let variance = weight * (difference * difference)
      if variance > best { (best, found) = (variance, center(bin)) }
    }
    return found
  }
}
