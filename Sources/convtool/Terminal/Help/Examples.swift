import Foundation
/// The calls that a command's help shows first, and the text that follows the options.
///
/// Both are written in the discussion of the command: paragraphs whose lines begin with `convtool` are
/// examples, all others are the text.
struct Examples {
  /// The paragraphs of examples, a line a call, with a comment behind two blanks.
  let text: String
  /// The other paragraphs.
  let details: String

  private let name: String

  init(_ command: CommandSchema) { self.init(discussion: command.discussion, name: command.name) }

  /// Splits a discussion into examples and other text.
  ///
  /// - Parameters:
  ///   - discussion: The paragraphs of the command's help.
  ///   - name: The command whose calls are wanted; empty for all.
  init(discussion: String, name: String = "") {
    self.name = name
    let paragraphs = discussion.split(separator: "\n\n", omittingEmptySubsequences: true)
    text = paragraphs.filter(Examples.isExample).joined(separator: "\n")
    details = paragraphs.filter { !Examples.isExample($0) }.joined(separator: "\n\n")
  }

  private static func isExample(_ paragraph: Substring) -> Bool {
    paragraph.split(separator: "\n").allSatisfy { line in
      line.hasPrefix("convtool ") || line.hasPrefix("  ") || line.contains(" | convtool ")
    }
  }

  /// The calls without their comments.
  var calls: [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("convtool \(name) ") || name.isEmpty }.map {
      line in
      String(line.range(of: "  ").map { line[..<$0.lowerBound] } ?? line)
    }
  }
}
