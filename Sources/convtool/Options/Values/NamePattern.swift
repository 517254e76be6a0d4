import ArgumentParser
import ImageCodecs

/// A pattern for output names: a text with fields in braces.
struct NamePattern: Sendable {
  /// The values of the fields for one name.
  struct Values {
    /// The name of the input without its extension.
    var name: String
    /// The extension of the input.
    var inputExtension: String
    var operation: String
    /// The extension of the output.
    var outputExtension: String
  }

  static let standard = NamePattern(text: "{name}.{operation}.{ext}")

  /// The longest name in bytes: file systems allow 255, and other tools append suffixes.
  private static let limit = 200

  private let text: String

  /// The name of a PNG picture by this pattern.
  var example: String {
    filled(Values(name: "a", inputExtension: "png", operation: "b", outputExtension: "png"))
  }

  private init(text: String) { self.text = text }

  /// Checks a pattern.
  ///
  /// - Throws: `ValidationError` when the text is not a file name or has unknown fields.
  @Sendable init(_ text: String) throws {
    guard !text.isEmpty, text != ".", text != "..", !text.utf8.contains(UInt8(ascii: "/")) else {
      throw ValidationError("takes a file's name, not '\(text)': folders go with -o FOLDER/")
    }
    var rest = Substring(text)
    while let start = rest.firstIndex(where: { "{}".contains($0) }) {
      rest = rest[start...]
      let end = rest.firstIndex(of: "}").map { rest.index(after: $0) } ?? rest.endIndex
      guard ["{name}", "{operation}", "{ext}", "{inext}"].contains(rest[..<end]) else {
        throw ValidationError(
          "knows {name}, {operation}, {ext} and {inext}, not '\(rest[..<end])'")
      }
      rest = rest[end...]
    }
    self.text = text
  }

  /// Returns the name for the values, shortened to at most 200 bytes where possible.
  ///
  /// A longer name is shortened in the operation, then in the input's name, each to at least 40
  /// bytes. Six hash digits keep shortened names distinct.
  func filled(_ values: Values) -> String {
    var values = values
    let excess = replaced(values).utf8.count - NamePattern.limit
    if excess > 0 {
      let room = max(values.operation.utf8.count - excess, 40)
      values.operation = NamePattern.shortened(values.operation, to: room)
    }
    let rest = replaced(values).utf8.count - NamePattern.limit
    if rest > 0 {
      values.name = NamePattern.shortened(
        values.name, to: max(values.name.utf8.count - rest, 40))
    }
    return replaced(values)
  }

  private func replaced(_ values: Values) -> String {
    // One pass, because inserted values may contain braces.
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      result += rest[..<start]
      switch rest[start...end] {
      case "{name}": result += values.name
      case "{operation}": result += values.operation
      case "{ext}": result += values.outputExtension
      default: result += values.inputExtension
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The beginning of a text, followed by a hash of the whole text.
  private static func shortened(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var kept = text.unicodeScalars[...]
    while String(kept).utf8.count > limit - 7 { kept = kept.dropLast() }
    return "\(String(kept))-\(ShortHash.digits(of: text))"
  }
}
