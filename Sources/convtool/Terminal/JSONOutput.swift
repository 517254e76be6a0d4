import Foundation
import ImageCodecs

/// The encoder of all JSON output: always valid, keys in alphabetical order.
///
/// Results are `Encodable` types whose property names become `snake_case`. Floating-point numbers
/// are ``JSONNumber``, because JSON has no NaN and no infinity.
enum JSONOutput {
  /// Encodes a value on one line, or for human readers with one line per key.
  ///
  /// - Throws: ``Failure`` when a number without ``JSONNumber`` is not finite.
  static func text(_ value: some Encodable, isPretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do { return shown(String(decoding: try encoder.encode(value), as: UTF8.self)) } catch {
      throw Failure(.internalError, "a result cannot be written as JSON: \(error)")
    }
  }

  /// Shows bytes of file names that are not UTF-8 as `\xE9`, with the backslash escaped.
  private static func shown(_ text: String) -> String {
    guard text.utf8.contains(0xF4) else { return text }
    return text.unicodeScalars.map { scalar in
      let printable = FileName.printable(String(scalar))
      return printable == String(scalar) ? printable : "\\" + printable
    }.joined()
  }
}
