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
      guard let topic = HelpTopic(words: words) else { return false }
      print(topic.text)
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
