/// What one look at all coefficients of a kernel shows.
struct KernelTraits: Sendable {
  private(set) var sum = 0.0
  /// Σ|h|.
  private(set) var absoluteSum = 0.0
  /// How many are not 0.
  private(set) var cells = 0
  /// Whether all are integers.
  private(set) var isIntegral = true
  /// Whether all are equal.
  private(set) var isUniform = true
  /// The largest magnitude; NaN is passed over.
  private(set) var largest = 0.0
  /// The first place where it is, and the last.
  private(set) var place = 0
  private var lastPlace = 0

  init(_ coefficients: [Double]) {
    let first = coefficients[0]
    for index in 0..<coefficients.count {
      let value = coefficients[index]
      let magnitude = abs(value)
      sum += value
      absoluteSum += magnitude
      if value != 0 { cells += 1 }
      if value != first { isUniform = false }
      if isIntegral && value != value.rounded() { isIntegral = false }
      if magnitude > largest { (largest, place) = (magnitude, index) }
      if magnitude == largest { lastPlace = index }
    }
  }

  /// The traits of the coefficients in reverse order.
  func reversed(count: Int) -> KernelTraits {
    var result = self
    (result.place, result.lastPlace) = (count - 1 - lastPlace, count - 1 - place)
    return result
  }
}
