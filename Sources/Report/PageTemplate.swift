/// A file of the folder Page, with places such as `{{title}}` to fill.
struct PageTemplate {
  /// The text with the places that are not filled yet.
  private let parts: [Substring]

  /// Creates a template from the bytes of a file.
  init(_ bytes: [UInt8]) {
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    var parts: [Substring] = []
    while let start = text.firstRange(of: "{{"), let end = text.firstRange(of: "}}") {
      parts += [text[..<start.lowerBound], text[start.upperBound..<end.lowerBound]]
      text = text[end.upperBound...]
    }
    self.parts = parts + [text]
  }

  /// Returns the text with all places filled.
  ///
  /// Values are HTML: text of users is escaped before.
  ///
  /// - Precondition: `values` has a value for each place.
  func filled(_ values: [String: String]) -> String {
    var result = ""
    for (index, part) in parts.enumerated() {
      guard index % 2 == 1 else {
        result += part
        continue
      }
      guard let value = values[String(part)] else { preconditionFailure("no value for \(part)") }
      result += value
    }
    return result
  }
}
