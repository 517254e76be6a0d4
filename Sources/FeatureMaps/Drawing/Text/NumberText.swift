import Foundation

/// Formats numbers for captions: three significant digits and a true minus sign.
///
/// Numbers in the thousands show all integer digits.
package enum NumberText {
  /// Formats a value with three significant digits: `0.125`, `3.21`, `1.5e−6`, `−2`.
  ///
  /// NaN and infinity give `NaN`, `inf` and `−inf`; such values never appear in pictures.
  package static func short(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−inf" : "inf" }
    guard value != 0 else { return "0" }
    let isLong = (999.5..<99999.5).contains(abs(value))
    let text = String(format: isLong ? "%.0f" : "%.3g", Double(value))
    return minus(
      text.replacingOccurrences(of: "e+0", with: "e")
        .replacingOccurrences(of: "e-0", with: "e-").replacingOccurrences(of: "e+", with: "e"))
  }

  /// Formats a value with at most four digits, for the cells of a grid: `12`, `−4`, `0.333`,
  /// `12.35`, `6.55e4`, `1.2e−4`.
  ///
  /// Zeros at the end of decimals are omitted. Values below 0.01 keep two digits of their own.
  static func fourDigits(_ value: Float) -> String {
    guard value.isFinite && value != 0 else { return short(value) }
    let size = abs(value)
    guard size >= 0.01 && size < 9999.5 else {
      // An exponent of two digits leaves two for the rest.
      let format = (1..<9.95e9).contains(size) ? "%.2e" : "%.1e"
      return minus(withoutTrailingZeros(String(format: format, Double(value))))
    }
    let decimals =
      switch size {
      case ..<10: 3
      case ..<100: 2
      case ..<1000: 1
      default: 0
      }
    return minus(withoutTrailingZeros(String(format: "%.\(decimals)f", Double(value))))
  }

  /// Whether ``fourDigits(_:)`` shows all digits of a value.
  static func isExact(_ value: Float) -> Bool {
    let text = fourDigits(value).replacingOccurrences(of: "−", with: "-")
    return !value.isFinite || Float(text) == value
  }

  /// Formats a number with a fixed number of decimals.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    // Rounding turns a tiny negative number into "-0.0"; drop the sign.
    return minus(text.contains { ("1"..."9").contains($0) } ? text : text.filter { $0 != "-" })
  }

  /// Formats a count with commas between thousands, if it has at least five digits.
  package static func grouped(_ count: Int) -> String {
    count.magnitude < 10_000 ? minus(String(count)) : separated(count)
  }

  /// Formats a count with commas between thousands.
  package static func separated(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var end = digits.count - 3
    while end > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
      end -= 3
    }
    return count < 0 ? "−" + digits : digits
  }

  /// Returns `1.5e4` for `1.50e+04`, and `2` for `2.000`.
  private static func withoutTrailingZeros(_ text: String) -> String {
    let parts = text.split(separator: "e")
    var digits = parts[0]
    if digits.contains(".") {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    guard parts.count > 1, let exponent = Int(parts[1]) else { return String(digits) }
    return "\(digits)e\(exponent)"
  }

  private static func minus(_ text: String) -> String {
    text.replacingOccurrences(of: "-", with: "−")
  }
}
