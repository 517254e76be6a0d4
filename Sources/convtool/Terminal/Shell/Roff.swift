import ArgumentParser
import Foundation

/// A text in the language of `man`.
struct Roff {
  private(set) var text: String

  /// Begins a page.
  ///
  /// - Parameters:
  ///   - name: The name of the page.
  ///   - abstract: One line about it.
  init(_ name: String, about abstract: String) {
    let line = abstract.trimmingCharacters(in: ["."])
    text = """
      .TH "\(name.uppercased())" "1" "" "convtool \(ConvTool.configuration.version)" "convtool"
      .SH NAME
      \(Roff.escaped(name)) \\- \(Roff.escaped(line))

      """
  }

  mutating func section(_ title: String, if isWanted: Bool = true) {
    if isWanted { text += ".SH \"\(Roff.escaped(title))\"\n" }
  }

  mutating func synopsis(_ lines: [String]) {
    section("SYNOPSIS")
    for line in lines { text += ".B \(Roff.escaped(line))\n.br\n" }
  }

  mutating func paragraph(_ words: String) { text += ".PP\n\(Roff.filled(words))\n" }

  mutating func item(_ heading: String, _ words: String) {
    text += ".TP\n\\fB\(Roff.escaped(heading))\\fR\n\(Roff.filled(words))\n"
  }

  /// Lines that stay as they are.
  mutating func literal(_ lines: String) {
    let body = lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Roff.line(String($0)) }
    text += ".PP\n.nf\n\(body.joined(separator: "\n"))\n.fi\n"
  }

  /// Words in lines of a moderate length.
  private static func filled(_ words: String) -> String {
    HelpText.lines(of: words, width: 78).map(line).joined(separator: "\n")
  }

  /// A line whose first character is no command.
  private static func line(_ text: String) -> String {
    let line = escaped(text)
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("`", with: "\\(ga").replacing("^", with: "\\(ha").replacing("~", with: "\\(ti")
  }
}
