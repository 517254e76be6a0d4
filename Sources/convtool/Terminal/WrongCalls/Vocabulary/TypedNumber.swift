import ConvCore

/// Recognizes numbers and lists of numbers in what users type.
enum TypedNumber {
  /// Whether a text is a number or a list of numbers: `2`, `-1:1`, `60,160`, `3x3`.
  static func isNumeric(_ text: some StringProtocol) -> Bool {
    let parts = text.split { ",:/xX×; ".contains($0) }
    return !parts.isEmpty && parts.allSatisfy { DecimalNumber.double($0) != nil }
  }

  /// Whether a text begins with a sign and is numeric, so that the parser takes it for an option.
  static func isSigned(_ text: String) -> Bool {
    text.utf8.first == UInt8(ascii: "-") && isNumeric(text)
  }

  /// The numbers in a text that may have units or names around them: `sigma=2px` has 2.
  static func numbers(in text: some StringProtocol) -> [Substring] {
    Substring(text).matches(of: /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/).map(\.output)
  }
}
