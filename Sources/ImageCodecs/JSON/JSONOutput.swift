import Foundation

/// The encoder of all JSON output: always valid, keys in alphabetical order.
///
/// Results are `Encodable` types whose property names become `snake_case`. Floating-point numbers
/// are ``JSONNumber``, because JSON has no NaN and no infinity.
package enum JSONOutput {
  /// Encodes a value on one line, or for human readers with one line per key.
  ///
  /// - Throws: ``CodecError`` when a number without ``JSONNumber`` is not finite.
  package static func text(
    _ value: some Encodable, isPretty: Bool = false, hasSnakeCase: Bool = true
  ) throws(CodecError) -> String {
    let encoder = JSONEncoder()
    if hasSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do { return shown(String(decoding: try encoder.encode(value), as: UTF8.self)) } catch {
      throw CodecError(.writeFailed, "a result cannot be written as JSON: \(error)")
    }
  }

  /// Encodes a list with one value on each line.
  package static func list(
    _ values: [some Encodable], hasSnakeCase: Bool = true
  ) throws(CodecError) -> String {
    var lines: [String] = []
    for value in values { lines.append(try text(value, hasSnakeCase: hasSnakeCase)) }
    return "[\(lines.joined(separator: ",\n "))]"
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
