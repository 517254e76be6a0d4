/// Fields of comma-separated files.
enum CSV {
  /// A text as a field: in quotes where it holds a comma, a quote or a line end.
  static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
