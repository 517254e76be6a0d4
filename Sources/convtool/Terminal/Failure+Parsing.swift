import Foundation
import ImageCodecs

extension Failure {
  /// Turns the message of the argument parser about a wrong call into one line.
  ///
  /// What it says about a value becomes `--size takes H or HxW up to 65535, not '2x'`: the forms are the
  /// `allValueStrings` of the type, or the reason of a `transform`, which begins with a verb.
  init(parsing message: String) {
    let value =
      /The value '(.*)' is invalid for '(?:<.*>|(--?[^ ]+).*?)'(?:\. Please provide one of (.*)|: (.*))/
      .dotMatchesNewlines()
    let lines = message.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let line = Failure.plain(lines.joined(separator: " "))
    guard let match = message.wholeMatch(of: value), let option = match.2 else {
      self.init(.usage, lines.isEmpty ? "wrong usage, see --help" : line)
      return
    }
    if let reason = match.4 {
      self.init(.usage, "\(option) \(reason)")
    } else {
      let forms = Failure.forms(match.3 ?? "")
      self.init(.usage, "\(option) takes \(forms), not '\(match.1)'")
    }
  }

  /// What the parser says about two flags of which one is allowed, in fewer words.
  private static func plain(_ line: String) -> String {
    line.replacing(/Value to be set with flag '(.*)' had already been set with flag '(.*)'/) {
      "one of \($0.2) and \($0.1), not both"
    }
  }

  /// Reads the parser's list of forms, `'a', 'b' or 'c'.` or a line for each.
  private static func forms(_ list: Substring) -> String {
    let forms =
      list.contains("\n")
      ? list.split(separator: "\n").dropFirst().map { $0.dropFirst(4) }
      : list.split(separator: "'").enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    return forms.map(String.init).listed("or")
  }
}
