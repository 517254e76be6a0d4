import Foundation

/// The words of other programs for commands, options and values: the table of `synonyms.txt`.
struct Synonyms {
  /// An option with the value that it has when none is typed.
  struct Target {
    /// The option with its dashes.
    let option: String
    let value: String?
  }

  /// What a value means here.
  enum Meaning {
    case value(String)
    /// The sentence says why there is no such word, and perhaps which one is near.
    case sentence(String, String?)
  }

  private var commands: [String: String] = [:]
  private var options: [String: [Target]] = [:]
  private var values: [String: [String: Meaning]] = [:]
  private var sentences: [String: [String: String]] = [:]
  private var inputs: Set<String> = []
  private var selectors: Set<String> = []

  /// Reads the table that is part of the program.
  init() { self.init(String(decoding: PackageResources.synonyms_txt, as: UTF8.self)) }

  init(_ text: String) {
    var section = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
      } else if let end = line.range(of: ": ", options: .backwards) {
        let words = line[end.upperBound...].split(separator: " ").map { Synonyms.key($0) }
        add(words, to: String(line[..<end.lowerBound]), section)
      }
    }
  }

  private mutating func add(_ words: [String], to target: String, _ section: String) {
    switch section {
    case "commands": for word in words { commands[word] = commands[word] ?? target }
    case "options":
      let targets = target.components(separatedBy: " | ").map(Synonyms.target)
      for word in words { options[word, default: []] += targets }
    case "inputs": inputs.formUnion(words)
    case "selectors": selectors.formUnion(words)
    case let name where name.hasPrefix("instead "):
      for word in words { sentences[String(name.dropFirst(8)), default: [:]][word] = target }
    default:
      let meaning =
        target.hasPrefix("!") ? Synonyms.sentence(target.dropFirst()) : .value(target)
      let option = Synonyms.key(section.dropFirst(6))
      for word in words where values[option]?[word] == nil {
        values[option, default: [:]][word] = meaning
      }
    }
  }

  /// A sentence, with a value in brackets behind it.
  private static func sentence(_ text: Substring) -> Meaning {
    guard let start = text.lastIndex(of: "["), text.hasSuffix("]") else {
      return .sentence(String(text), nil)
    }
    let value = text[text.index(after: start)...].dropLast()
    return .sentence(text[..<start].trimmingCharacters(in: .whitespaces), String(value))
  }

  private static func target(_ text: String) -> Target {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    return Target(option: parts[0], value: parts.count > 1 ? parts[1] : nil)
  }

  /// A word without case, hyphens and underscores.
  static func key(_ word: some StringProtocol) -> String {
    word.lowercased().filter { !"-_".contains($0) }
  }

  /// The command that a word means.
  func command(_ word: String) -> String? { commands[Synonyms.key(word)] }

  /// The options that a word means, the likeliest first.
  func options(_ word: String) -> [Target] { options[Synonyms.key(word)] ?? [] }

  /// What a command does instead of having an option.
  func instead(of option: String, in command: String) -> String? {
    let key = Synonyms.key(option)
    return sentences[command]?[key] ?? sentences["*"]?[key]
  }

  /// Whether an option names an input in other programs.
  func isInput(_ option: String) -> Bool { inputs.contains(Synonyms.key(option)) }

  /// Whether an option says in other programs what is done, by its value.
  func isSelector(_ option: String) -> Bool { selectors.contains(Synonyms.key(option)) }

  /// The words of all options, for misspellings.
  var optionWords: [String] { Array(options.keys) }

  /// The value that the table gives an option where none is typed.
  func value(of option: String) -> String? {
    options.values.lazy.flatMap { $0 }.first { $0.option == option && $0.value != nil }?.value
  }

  /// What a value of an option means here.
  func meaning(of value: String, for option: String) -> Meaning? {
    values[Synonyms.key(option)]?[Synonyms.key(value)]
  }
}
