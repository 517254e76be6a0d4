/// An option, a flag or a positional argument of a command.
struct ArgumentSchema: Decodable {
  enum Kind: String, Decodable { case positional, option, flag }

  private struct Name: Decodable {
    let kind: String
    let name: String

    /// The name with its dashes.
    var spelling: String { kind == "long" ? "--\(name)" : "-\(name)" }
  }

  private enum CodingKeys: String, CodingKey {
    case kind, names, preferredName, valueName, defaultValue, allValues, abstract, discussion
    case shouldDisplay, sectionTitle, isOptional, isRepeating, parsingStrategy
    case allValueDescriptions
  }

  let kind: Kind
  /// The names with their dashes, such as `-o` and `--output`.
  let spellings: [String]
  /// The name in messages: `--output`.
  let name: String
  let valueName: String
  let defaultValue: String?
  /// The forms of a value, as messages list them: words such as `zero`, or texts such as `0...9`.
  let forms: [String]
  /// A line about some of the forms.
  let formSummaries: [String: String]
  let help: String
  let shouldDisplay: Bool
  let section: String?
  let isOptional: Bool
  let isRepeating: Bool
  /// Whether the option takes the next word even when it begins with a hyphen.
  let takesAnyWord: Bool

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    kind = try values.decode(Kind.self, forKey: .kind)
    spellings = try values.decodeIfPresent([Name].self, forKey: .names)?.map(\.spelling) ?? []
    let long = spellings.first { $0.hasPrefix("--") }
    valueName = try values.decodeIfPresent(String.self, forKey: .valueName) ?? ""
    name = long ?? spellings.first ?? valueName
    defaultValue = try values.decodeIfPresent(String.self, forKey: .defaultValue)
    forms = try values.decodeIfPresent([String].self, forKey: .allValues) ?? []
    formSummaries =
      try values.decodeIfPresent([String: String].self, forKey: .allValueDescriptions) ?? [:]
    let texts = try [CodingKeys.abstract, .discussion].compactMap {
      try values.decodeIfPresent(String.self, forKey: $0)
    }
    help = texts.joined(separator: " ")
    shouldDisplay = try values.decodeIfPresent(Bool.self, forKey: .shouldDisplay) ?? true
    section = try values.decodeIfPresent(String.self, forKey: .sectionTitle)
    isOptional = try values.decodeIfPresent(Bool.self, forKey: .isOptional) ?? true
    isRepeating = try values.decodeIfPresent(Bool.self, forKey: .isRepeating) ?? false
    let strategy = try values.decodeIfPresent(String.self, forKey: .parsingStrategy) ?? "default"
    takesAnyWord = strategy == "unconditional"
  }

  /// The forms that are words to be typed as they are, such as `zero`, `constant:` and `8`.
  ///
  /// `symmetric (dcba|abcd)` is the word `symmetric`; `0...9` and `A:B` are no words.
  var words: [String] {
    forms.compactMap { form in
      let word = form.contains(" (") ? form.prefix { $0 != " " } : Substring(form)
      let typed = word.last?.isUppercase == true && word.contains(":") ? word.dropLast() : word
      let isWord = typed.allSatisfy {
        $0.isASCII && ($0.isLowercase || $0.isNumber || "-_:+".contains($0))
      }
      return isWord && !typed.isEmpty ? String(typed) : nil
    }
  }
}
