import Foundation
import ImageCodecs

/// Calls that are for shells and packages, not for people: completion and manual pages.
enum HiddenCall {
  /// Does what a hidden call asks for.
  ///
  /// - Returns: Whether the call was one of these.
  static func run(_ words: [String]) throws -> Bool {
    guard let first = words.first else { return false }
    switch first {
    case "---complete":
      print(Completion(words: Array(words.dropFirst())).text, terminator: "")
    case "--generate-manual":
      guard words.count == 2 else {
        throw Failure(.usage, "--generate-manual takes the folder for the pages")
      }
      try ManualPages.write(to: words[1])
    case "--generate-completion-script":
      guard words.count == 2, let shell = CompletionScript(rawValue: words[1]) else { return false }
      print(shell.text, terminator: "")
    case "help":
      if let topic = HelpTopic(words: words) {
        print(topic.text)
      } else if words.count == 2, !words[1].hasPrefix("-"), words[1] != "help",
        let schema = ProgramSchema.load(), schema.command(words[1]) == nil
      {
        throw Failure(.usage, CommandChoice.help(words[1], schema))
      } else {
        return false
      }
    default:
      let joined = first.split(separator: "=", maxSplits: 1)
      guard words.count == 1, joined.count == 2, joined[0] == "--generate-completion-script",
        let shell = CompletionScript(rawValue: String(joined[1]))
      else { return false }
      print(shell.text, terminator: "")
    }
    return true
  }
}
