import ArgumentParser
import ConvCore

/// Parsers of decimal numbers, for the `transform` of an option; the reason of a refusal goes on after
/// the name of the option.
extension Float {
  /// A finite number.
  @Sendable static func finite(_ text: String) throws -> Float {
    try parsed(text, as: "a number") { _ in true }
  }

  /// A number above 0.
  @Sendable static func positive(_ text: String) throws -> Float {
    try parsed(text, as: "a positive number") { $0 > 0 }
  }

  /// A number from 0.
  @Sendable static func nonnegative(_ text: String) throws -> Float {
    try parsed(text, as: "a number from 0") { $0 >= 0 }
  }

  /// A number from 0 to below 1.
  @Sendable static func share(_ text: String) throws -> Float {
    try parsed(text, as: "a number from 0 to below 1") { (0..<1).contains($0) }
  }

  /// A number of pixels from 0 to 14, half the side of a digit.
  @Sendable static func elasticStrength(_ text: String) throws -> Float {
    try parsed(text, as: "a number of pixels from 0 to 14") { (0...14).contains($0) }
  }

  private static func parsed(
    _ text: String, as form: String, where isAllowed: (Float) -> Bool
  ) throws -> Float {
    let value = DecimalNumber.float(text)
    if let value, isAllowed(value) { return value }
    let hint = value == nil ? DecimalNumber.hint(for: text) : ""
    throw ValidationError("takes \(form), not '\(text)'\(hint)")
  }
}
