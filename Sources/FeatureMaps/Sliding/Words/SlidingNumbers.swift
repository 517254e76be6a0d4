import Foundation

/// Formats the numbers of one grid alike, with at most four digits.
///
/// All have the same decimals, as many as the largest number leaves room for. From 10,000 on
/// numbers are in thousands, `65.5k`, and beyond in powers of ten, as are those below 0.001.
package struct SlidingNumbers: Hashable, Sendable {
  private let decimals: Int
  private let isScientific: Bool
  private let inThousands: Bool

  /// Chooses the format for some numbers.
  ///
  /// - Parameters:
  ///   - values: The numbers that share the format; those that are not finite do not count.
  ///   - digits: The most digits of a number, 2…4.
  package init(_ values: [Double], digits: Int = 4) {
    let finite = values.filter { $0.isFinite && $0 != 0 }
    let largest = finite.map { abs($0) }.max() ?? 0
    isScientific = largest >= 999_500 || (largest > 0 && largest < 0.01)
    inThousands = largest >= 9999.5 && !isScientific
    let scale = inThousands ? 1000.0 : 1
    let whole = max(1, Int(log10(max(largest / scale, 1)).rounded(.down)) + 1)
    let most = min(3, max(0, digits - whole))
    let factors = (0...most).map { pow(10, Double($0)) }
    // Fewer decimals when all numbers have fewer.
    decimals =
      factors.firstIndex { factor in
        finite.allSatisfy { ($0 / scale * factor).rounded() / factor == $0 / scale }
      } ?? most
  }

  /// The text of a number.
  package func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−inf" : "inf" }
    if value == 0 { return "0" }
    if isScientific { return NumberText.fourDigits(Float(value.significant(2))) }
    let text = NumberText.fixed(inThousands ? value / 1000 : value, decimals: decimals)
    return inThousands ? text + "k" : text
  }

  /// The text of a number behind an operator: a negative number in parentheses.
  package func factor(_ value: Double) -> String { value < 0 ? "(\(text(value)))" : text(value) }

  /// Whether the text says all of a number.
  package func isExact(_ value: Double) -> Bool {
    guard value.isFinite, value != 0 else { return true }
    let shown = text(value).replacingOccurrences(of: "−", with: "-")
    if shown.hasSuffix("k") { return (Double(shown.dropLast()) ?? .nan) * 1000 == value }
    return Double(shown) == value
  }
}

extension Double {
  /// The number rounded to some significant digits.
  fileprivate func significant(_ digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let factor = pow(10, Double(digits - 1) - log10(abs(self)).rounded(.down))
    let result = (self * factor).rounded() / factor
    return result.isFinite ? result : self
  }
}
