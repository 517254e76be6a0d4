/// Parses numbers in ordinary notation: decimal, with a decimal point.
///
/// All numbers that users type or texts contain are parsed here. The initializers of the standard
/// library accept too much: hexadecimal `0x10`, and the words `nan` and `inf`.
public enum DecimalNumber {
  /// Whether a text has the form `[+-]digits[.digits][e[+-]digits]`, with a digit on at least one
  /// side of the point.
  static func isWellFormed(_ text: some StringProtocol) -> Bool {
    var rest = Array(text.utf8)[...]
    func skip(_ allowed: (UInt8) -> Bool) -> Int {
      let count = rest.prefix(while: allowed).count
      rest = rest.dropFirst(count)
      return count
    }
    let digit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    func skipSign() {
      if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
    }
    skipSign()
    var digits = skip(digit)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      digits += skip(digit)
    }
    guard digits > 0 else { return false }
    if let first = rest.first, first | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      skipSign()
      guard skip(digit) > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// Returns the number that a decimal text denotes; `nil` for other texts and for overflow.
  public static func double(_ text: some StringProtocol) -> Double? {
    guard isWellFormed(text), let value = Double(String(text)), value.isFinite else { return nil }
    return value
  }

  /// Returns the number that a decimal text denotes; `nil` for other texts and for overflow.
  public static func float(_ text: some StringProtocol) -> Float? {
    guard isWellFormed(text), let value = Float(String(text)), value.isFinite else { return nil }
    return value
  }

  /// Returns the end of an error message: the reason why a text is not a number.
  ///
  /// Empty if no specific reason is known.
  public static func hint(for text: some StringProtocol) -> String {
    let lower = text.lowercased()
    let unsigned = lower.drop { $0 == "-" || $0 == "+" }
    if unsigned.hasPrefix("0x") { return ": hexadecimal numbers are not read, write decimal ones" }
    if ["nan", "inf", "infinity"].contains(unsigned) || isWellFormed(lower) {
      return ": only finite numbers are read"
    }
    let parts = lower.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count == 2, parts.allSatisfy(isWellFormed) {
      return ": decimals are written with a point, \(parts[0]).\(parts[1]), not with a comma"
    }
    return ""
  }
}
