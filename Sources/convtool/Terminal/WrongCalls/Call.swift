import ImageCodecs

/// A call of a command, taken apart as the argument parser would, as far as its options are known.
struct Call {
  /// An option with its value, or a word.
  struct Part {
    enum Kind { case option, unknownOption, word, terminator }

    var kind: Kind
    /// The option as it was typed, or the word.
    var text: String
    /// The value of an option that takes one; `nil` where it is missing.
    var value: String?
    /// Whether the value is joined by an equals sign.
    var isJoined = false

    /// The words of the part, as the shell takes them.
    var words: [String] {
      guard let value else { return [text] }
      return isJoined ? ["\(text)=\(value)"] : [text, value]
    }
  }

  var command: CommandSchema
  /// The words of the command: `filter`, or `bench filter`.
  let path: [String]
  var parts: [Part] = []

  /// Reads the words behind the command.
  init(_ command: CommandSchema, _ words: ArraySlice<String>) {
    var rest = words
    if let name = words.first, let inner = command.subcommand(name) {
      self.command = inner
      path = [command.name, inner.name]
      rest = rest.dropFirst()
    } else {
      self.command = command
      path = [command.name]
    }
    while let word = rest.popFirst() {
      if parts.contains(where: { $0.kind == .terminator }) || !Call.looksLikeOption(word) {
        parts.append(Part(kind: .word, text: word))
      } else if word == "--" {
        parts.append(Part(kind: .terminator, text: word))
      } else {
        parts.append(Call.option(word, of: self.command, &rest))
      }
    }
  }

  /// Whether the parser takes a word for an option.
  static func looksLikeOption(_ word: String) -> Bool {
    word.utf8.count > 1 && word.utf8.first == UInt8(ascii: "-")
  }

  private static func option(
    _ word: String, of command: CommandSchema, _ rest: inout ArraySlice<String>
  ) -> Part {
    let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(halves[0])
    let joined = halves.count > 1 ? String(halves[1]) : nil
    guard let option = command.option(name) else {
      return Part(kind: .unknownOption, text: name, value: joined, isJoined: joined != nil)
    }
    var part = Part(kind: .option, text: name, value: joined, isJoined: joined != nil)
    if option.kind == .option, joined == nil, let next = rest.first,
      option.takesAnyWord || !looksLikeOption(next) || TypedNumber.isSigned(next)
    {
      part.value = rest.removeFirst()
    }
    return part
  }

  /// The words of the call without the program's name.
  ///
  /// A signed number is joined to its option: the parser would take it for an option.
  var words: [String] {
    path
      + parts.flatMap { part -> [String] in
        guard part.kind == .option, !part.isJoined, let value = part.value,
          Call.looksLikeOption(value), command.option(part.text)?.takesAnyWord == false
        else { return part.words }
        return ["\(part.text)=\(value)"]
      }
  }

  /// The call as it is typed.
  var text: String {
    (["convtool"] + words.map(CommandText.quoted)).joined(separator: " ")
  }

  /// The indices of the words that are inputs or were meant as such.
  var inputs: [Int] { parts.indices.filter { parts[$0].kind == .word } }

  /// The value of an option; `nil` when it is not in the call.
  func value(_ option: String) -> String? {
    guard let schema = command.option(option) else { return nil }
    return parts.first { $0.kind == .option && schema.spellings.contains($0.text) }?.value
  }

  func contains(_ option: String) -> Bool {
    guard let schema = command.option(option) else { return false }
    return parts.contains { $0.kind == .option && schema.spellings.contains($0.text) }
  }

  /// The option of a part; `nil` for words and unknown options.
  func schema(_ part: Part) -> ArgumentSchema? {
    part.kind == .option ? command.option(part.text) : nil
  }
}
