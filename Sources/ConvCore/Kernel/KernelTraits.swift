/// Properties of a kernel's coefficients, collected in one pass.
struct KernelTraits: Sendable {
  private(set) var sum = 0.0
  /// The sum of magnitudes Σ|h|.
  private(set) var absoluteSum = 0.0
  /// Number of nonzero coefficients.
  private(set) var cells = 0
  /// Whether all coefficients are integers.
  private(set) var isIntegral = true
  /// Whether all coefficients are equal.
  private(set) var isUniform = true
  /// The largest magnitude, NaN ignored.
  private(set) var largest = 0.0
  /// The first index of the largest magnitude, and the last index.
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

  /// Returns the traits of the coefficients in reverse order.
  func reversed(count: Int) -> KernelTraits {
    var result = self
    (result.place, result.lastPlace) = (count - 1 - lastPlace, count - 1 - place)
    return result
  }
}
