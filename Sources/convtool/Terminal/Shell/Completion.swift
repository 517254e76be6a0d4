import Foundation
import ConvNet
import ImageCodecs
import ImageFilters

/// The completions of the last word of a call.
///
/// The first line of ``text`` says whether the shell adds names of `files`, of `folders` or only the
/// `words` below it, a line each, with an explanation behind a tab.
struct Completion {
  private enum Names: String { case files, folders, words }

  private let call: [String]
  /// The word that is completed; empty for a new one.
  private let word: String

  /// - Parameter words: The words behind the program's name, the last one being completed.
  init(words: [String]) {
    word = words.last ?? ""
    call = words.dropLast()
  }

  var text: String {
    guard let schema = ProgramSchema.load() else { return "files\n" }
    let (names, candidates) = candidates(schema)
    let fitting = candidates.filter { $0.word.hasPrefix(word) }
    let lines = fitting.map { "\($0.word)\t\($0.summary)" }
    return ([names.rawValue] + lines).joined(separator: "\n") + "\n"
  }

  private typealias Candidate = (word: String, summary: String)

  private func candidates(_ schema: ProgramSchema) -> (Names, [Candidate]) {
    guard let first = call.first else { return (.words, commands(schema) + roots(schema)) }
    if first == "help" {
      let topics = HelpTopic.allCases.map { ($0.rawValue, $0.title) }
      return (.words, commands(schema).dropLast() + topics)
    }
    guard let command = schema.command(first) else { return (.files, []) }
    let parsed = Call(command, call.dropFirst())
    if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
      return joined(String(word[..<equals]), parsed)
    }
    if let last = parsed.parts.last, let option = parsed.schema(last), option.kind == .option,
      last.value == nil
    {
      return values(of: option, parsed)
    }
    if parsed.parts.contains(where: { $0.kind == .terminator }) { return (.files, []) }
    if word.hasPrefix("-") { return (.words, options(parsed)) }
    return positional(parsed)
  }

  // MARK: Commands and options

  private func commands(_ schema: ProgramSchema) -> [Candidate] {
    schema.commands.map { ($0.name, Completion.line($0.abstract)) }
      + [("help", "Help on a command or on a topic.")]
  }

  private func roots(_ schema: ProgramSchema) -> [Candidate] {
    word.hasPrefix("-")
      ? schema.root.options.flatMap { option in
        option.spellings.map { ($0, Completion.line(option.help)) }
      } : []
  }

  /// The options that are not yet in the call, or may be repeated.
  private func options(_ call: Call) -> [Candidate] {
    call.command.options.filter { $0.isRepeating || !call.contains($0.name) }.flatMap { option in
      let names =
        word.hasPrefix("--") ? option.spellings.filter { $0.hasPrefix("--") } : option.spellings
      return names.map { ($0, Completion.line(option.help)) }
    }
  }

  private func joined(_ name: String, _ call: Call) -> (Names, [Candidate]) {
    guard let option = call.command.option(name) else { return (.words, []) }
    let (_, candidates) = values(of: option, call)
    return (.words, candidates.map { ("\(name)=\($0.word)", $0.summary) })
  }

  // MARK: Values

  private func values(of option: ArgumentSchema, _ call: Call) -> (Names, [Candidate]) {
    switch option.name {
    case "--then": return (.words, filters)
    case "--bank": return (.files, filters)
    case "--layer", "--freeze": return (.words, layers(call))
    default: break
    }
    if FilterWords.isFilter(option) {
      let usual = OptionMeaning.usualValue(of: option, Synonyms()).map { ($0, "for instance") }
      return (.words, usual.map { [$0] } ?? [])
    }
    let words = option.words.map { ($0, Completion.line(option.formSummaries[$0] ?? "")) }
    if !option.forms.isEmpty { return (.words, words) }
    if let value = option.defaultValue, TypedNumber.isNumeric(value) { return (.words, []) }
    let isFolder = option.valueName == "folder"
    return (isFolder ? .folders : .files, [])
  }

  private func positional(_ call: Call) -> (Names, [Candidate]) {
    let index = call.inputs.count
    guard
      let argument = call.command.positionals.dropFirst(index).first
        ?? call.command.positionals.last
    else { return (.words, options(call)) }
    if argument.valueName == "name" { return (.words, filters) }
    return (.files, [])
  }

  private var filters: [Candidate] {
    FilterCatalogue.entries.map { ($0.name, Completion.line($0.summary)) }
  }

  /// The layers of the model of the call.
  private func layers(_ call: Call) -> [Candidate] {
    let network: Network?
    if call.contains("--network") || call.command.has("--network") {
      network = call.value("--network") == "mlp" ? .mlp(hidden: 1, seed: 0) : .cnn(seed: 0)
    } else {
      network = try? LoadedModel(call.value("--model"), quiet: true).network
    }
    return network?.stages.map { ($0.name, "") } ?? []
  }

  /// The first sentence of a text, on one line.
  private static func line(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let end = words.range(of: ". ")?.lowerBound ?? words.endIndex
    return String(words[..<end].prefix(100)).trimmingCharacters(in: ["."])
  }
}
