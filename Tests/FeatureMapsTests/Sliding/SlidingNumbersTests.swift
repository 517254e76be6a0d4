import FeatureMaps
import Foundation
import Testing

@Suite("Numbers of a sliding window")
struct SlidingNumbersTests {
  @Test(
    "no number has more than four digits, and the first digits are right",
    arguments: [
      [1, -2, 3], [0.25, -0.5], [123.456, -7.5, 0.001], [1020, -254.4], [9999.4], [65535, 12],
      [999_499, -3], [123_456_789], [0.000_123, -0.004], [3.14159, 100], [1 / 9],
      [12_345_678.9, 1],
    ] as [[Double]])
  func digits(values: [Double]) {
    let numbers = SlidingNumbers(values)
    for value in values {
      let text = numbers.text(value)
      let mantissa = text.prefix { $0 != "e" && $0 != "k" }
      #expect(text.count(where: \.isNumber) <= 4, "\(text)")
      let scale =
        text.hasSuffix("k")
        ? 1000
        : text.contains("e")
          ? pow(10, Double(text.split(separator: "e")[1].replacing("−", with: "-")) ?? 0) : 1
      let shown = (Double(mantissa.replacing("−", with: "-")) ?? .nan) * scale
      let largest = values.map { abs($0) }.max() ?? 0
      #expect(abs(shown - value) <= 0.05 * max(abs(value), 0.02 * largest), "\(value): \(text)")
    }
  }

  @Test("all numbers have the same decimals, as few as they need")
  func decimals() {
    let numbers = SlidingNumbers([0.5, 2, -1.25])
    #expect([0.5, 2, -1.25, 0].map(numbers.text) == ["0.50", "2.00", "−1.25", "0"])
    #expect(SlidingNumbers([3, -4]).text(-4) == "−4")
    #expect(numbers.isExact(0.25) && !numbers.isExact(0.125))
  }
}
