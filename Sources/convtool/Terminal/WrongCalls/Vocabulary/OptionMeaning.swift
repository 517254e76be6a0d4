import Foundation
import ImageFilters

/// The option of a command that a word or an unknown option means.
struct OptionMeaning {
  let option: ArgumentSchema
  /// The option's spelling.
  var text: String
  /// The value that came with the word, or that the option has when none is typed.
  var value: String?
  /// Whether the value was typed, as in `gaussian=2`.
  let hasTypedValue: Bool
  /// Whether only the spelling is near.
  let isGuess: Bool

  /// Finds the option of a text that was typed as an option.
  init?(option typed: String, _ command: CommandSchema, _ table: Synonyms, isMisspelt: Bool) {
    self.init(
      name: String(typed.drop { $0 == "-" || $0 == "\u{2013}" || $0 == "\u{2014}" }), value: nil,
      command, table, isMisspelt: isMisspelt)
  }

  /// Finds the option of a word such as `laplacian`, `gaussian=2` or `gaussian(2)`.
  init?(word: String, _ command: CommandSchema, _ table: Synonyms, isMisspelt: Bool) {
    let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard name.contains(where: \.isLetter) else { return nil }
    var value: String?
    if name.count < word.count {
      guard let sign = word.dropFirst(name.count).first, "=:(".contains(sign) else { return nil }
      value = word.dropFirst(name.count + 1).trimmingCharacters(in: ["(", ")"])
    }
    self.init(name: String(name), value: value, command, table, isMisspelt: isMisspelt)
  }

  private init?(
    name: String, value: String?, _ command: CommandSchema, _ table: Synonyms, isMisspelt: Bool
  ) {
    let key = Synonyms.key(name)
    let spellings = command.options.flatMap(\.spellings).filter { $0.hasPrefix("--") }
    let target = table.options(name).first { command.has($0.option) }
    var found = spellings.first { Synonyms.key($0) == key } ?? target?.option
    isGuess = found == nil
    if found == nil, isMisspelt {
      found =
        EditDistance.nearest(name, in: spellings.filter { $0 != "--version" })
        ?? EditDistance.nearest(name, in: table.optionWords).flatMap { word in
          table.options(word).first { command.has($0.option) }?.option
        }
    }
    guard let found, let option = command.option(found) else { return nil }
    self.option = option
    text = found
    hasTypedValue = value != nil
    self.value = value
    if option.kind == .option, value == nil {
      self.value = target?.value ?? OptionMeaning.usualValue(of: option, table)
    }
  }

  /// A value that the option may have: that of the table, the catalogue's example, or the default.
  static func usualValue(of option: ArgumentSchema, _ table: Synonyms) -> String? {
    if let value = table.value(of: option.name) { return value }
    if let entry = FilterCatalogue.named(String(option.name.dropFirst(2))),
      !entry.example.isEmpty
    {
      return entry.example.map(NamedFilter.text).joined(separator: ",")
    }
    if let value = option.defaultValue ?? option.words.first { return value }
    if option.spellings.contains("-o") { return option.valueName == "folder" ? "out/" : "out.png" }
    return option.forms.isEmpty ? option.valueName.uppercased() : nil
  }
}
