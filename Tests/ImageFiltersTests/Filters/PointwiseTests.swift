import ImageFilters
import Testing

@Suite("Filters that compute each value from one value")
struct PointwiseTests {
  /// More than a few vectors of values around the thresholds, with what compares like nothing else.
  private static let values: [Float] = {
    let around: [Float] = [0.1, 0.3, 7, 255, 1e30]
    let special: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -3]
    return (0..<7).flatMap { _ in
      around.flatMap { [$0.nextDown, $0, $0.nextUp, -$0] } + special
    }
  }()

  /// Compares bits, so that NaN equals itself and 0 is not −0.
  private func expectSame(_ values: [Float], _ expected: [Float], _ range: Range<Int>) {
    #expect(values.map(\.bitPattern) == expected.map(\.bitPattern), "\(range)")
  }

  @Test(
    "a threshold that no float equals parts floats as it parts their exact values",
    arguments: [0.1, 0.3, 7, 254.999_999_999, 1e30, 1e300, -1e300, 0, -0.1])
  func threshold(level: Double) {
    for range in [0..<Self.values.count, 3..<Self.values.count - 2, 5..<5] {
      var values = Self.values
      FixedThreshold(level: level).transform(&values, in: range)
      var expected = Self.values
      for index in range where !expected[index].isNaN {
        expected[index] = Double(expected[index]) > level ? 255 : 0
      }
      expectSame(values, expected, range)
    }
  }

  @Test("the rectified linear unit keeps NaN, and what lies outside the range")
  func rectified() {
    for range in [0..<Self.values.count, 4..<Self.values.count - 3] {
      var values = Self.values
      RectifiedLinear().transform(&values, in: range)
      var expected = Self.values
      for index in range where expected[index] <= 0 { expected[index] = 0 }
      expectSame(values, expected, range)
    }
  }
}
