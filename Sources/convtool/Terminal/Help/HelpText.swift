import Foundation

/// Puts the help of the argument parser into the order of its readers: examples, the call, options,
/// then what there is to know, limits last.
enum HelpText {
  /// Moves the paragraphs of an overview that are no examples behind the options.
  ///
  /// - Parameter text: The parser's text: `OVERVIEW: …`, `USAGE: …`, arguments and options.
  /// - Returns: The text with its examples before the usage; a text of another form is not changed.
  static func ordered(_ text: String) -> String {
    guard text.hasPrefix("OVERVIEW: "), let usage = text.range(of: "\n\nUSAGE: ") else {
      return text
    }
    let paragraphs = text[..<usage.lowerBound].split(separator: "\n\n")
    let isExample = { (paragraph: Substring) in paragraph.hasPrefix("convtool ") }
    var calls = paragraphs.filter(isExample).flatMap(unwrapped)
    if calls.isEmpty { calls = [example(text[usage.upperBound...].prefix { $0 != "\n" })] }
    let examples = "EXAMPLES:\n" + calls.map { "  \($0)\n" }.joined() + "\n"
    let blocks = text[usage.upperBound...].trimmingSuffix(while: \.isNewline)
      .components(separatedBy: "\n\n")
    // Limits stand last among the options.
    let limits = blocks.filter { $0.hasPrefix("RESOURCES:") }
    let rest = (blocks.filter { !$0.hasPrefix("RESOURCES:") } + limits).joined(separator: "\n\n")
    // The parser's lines stay as they are: some are tables.
    let details = paragraphs.dropFirst().filter { !isExample($0) }.joined(separator: "\n\n")
    let end = details.isEmpty ? "" : "\n\nDETAILS:\n\(details)"
    return "\(paragraphs.first ?? "")\n\n\(examples)USAGE: \(rest)\(end)\n"
  }

  /// The calls of a paragraph of examples, as they were before the parser wrapped them.
  private static func unwrapped(_ paragraph: Substring) -> [String] {
    var lines: [String] = []
    for line in paragraph.split(separator: "\n") {
      if line.hasPrefix("convtool ") || lines.isEmpty || line.contains(" | convtool ") {
        lines.append(String(line))
      } else {
        lines[lines.count - 1] += " " + line.trimmingPrefix(while: \.isWhitespace)
      }
    }
    return lines
  }

  /// A call for a command that shows none: its usage without what may be left out.
  private static func example(_ usage: Substring) -> String {
    var depth = 0
    let needed = usage.filter { character in
      if character == "[" { depth += 1 }
      defer { if character == "]" { depth -= 1 } }
      return depth == 0 && character != "]"
    }
    return needed.replacing(/<([^>]*)>/) { $0.1.uppercased() }
      .split(separator: " ").joined(separator: " ")
  }

  /// Paragraphs in lines of at most 78 characters, indented by two.
  static func wrapped(_ text: String) -> String {
    text.components(separatedBy: "\n\n").map { paragraph in
      lines(of: paragraph, width: 76).map { "  \($0)" }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The lines of a paragraph, broken between words.
  static func lines(of paragraph: String, width: Int) -> [String] {
    var lines = [""]
    for word in paragraph.split(whereSeparator: \.isWhitespace) {
      let line = lines[lines.count - 1]
      if !line.isEmpty, line.count + word.count + 1 > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
      }
    }
    return lines
  }
}

extension StringProtocol {
  /// The text without the characters at its end that fulfill a condition.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
