import Foundation

/// Formats numbers for captions: three significant digits and a true minus sign.
///
/// Numbers in the thousands show all integer digits.
enum NumberText {
  /// Formats a value with three significant digits: `0.125`, `3.21`, `1.5e−6`, `−2`.
  ///
  /// NaN and infinity give `NaN`, `inf` and `−inf`; such values never appear in pictures.
  static func short(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−inf" : "inf" }
    guard value != 0 else { return "0" }
    let isLong = (999.5..<99999.5).contains(abs(value))
    let text = String(format: isLong ? "%.0f" : "%.3g", Double(value))
    return minus(
      text.replacingOccurrences(of: "e+0", with: "e")
        .replacingOccurrences(of: "e-0", with: "e-").replacingOccurrences(of: "e+", with: "e"))
  }

  /// Formats a number with a fixed number of decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    // Rounding turns a tiny negative number into "-0.0"; drop the sign.
    return minus(text.contains { ("1"..."9").contains($0) } ? text : text.filter { $0 != "-" })
  }

  /// Formats a count with commas between thousands, if it has at least five digits.
  static func grouped(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var end = digits.count > 4 ? digits.count - 3 : 0
    while end > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
      end -= 3
    }
    return count < 0 ? "−" + digits : digits
  }

  private static func minus(_ text: String) -> String {
    text.replacingOccurrences(of: "-", with: "−")
  }
}
