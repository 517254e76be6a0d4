import ImageCodecs
import ImageFilters

/// The command of a call, also where it is left out, misspelt or has another program's name.
enum CommandChoice {
  /// A call, and what was wrong about its command.
  case call(Call, remark: String?)
  /// A complete answer.
  case answer(String)
  /// Nothing to say.
  case none

  init(_ words: [String], _ schema: ProgramSchema, _ table: Synonyms) {
    guard let first = words.first else {
      self = .none
      return
    }
    if let command = schema.command(first) {
      self = CommandChoice.inner(command, words.dropFirst())
    } else if first == "help" {
      self = .answer(CommandChoice.help(words.dropFirst().first ?? "", schema))
    } else if first.hasPrefix("-"), first.utf8.count > 1, !GivenFile.isInput(first) {
      self = CommandChoice.startingWithOption(words, schema, table)
    } else {
      self = CommandChoice.startingWithWord(first, words, schema, table)
    }
  }

  /// A call of a command that may have commands below it, as `bench` has.
  private static func inner(
    _ command: CommandSchema, _ words: ArraySlice<String>
  ) -> CommandChoice {
    let names = command.subcommands?.map(\.name) ?? []
    if let word = words.first, !names.isEmpty, !word.hasPrefix("-"), !names.contains(word) {
      guard let name = EditDistance.nearest(word, in: names) else {
        return .answer("\(command.name) takes \(names.listed("or")), not '\(word)'")
      }
      return .call(
        Call(command, [name] + words.dropFirst()),
        remark: "no command '\(word)' of \(command.name)")
    }
    return .call(Call(command, words), remark: nil)
  }

  static func help(_ topic: String, _ schema: ProgramSchema) -> String {
    let names = schema.commands.map(\.name) + HelpTopic.names
    let meant = EditDistance.nearest(topic, in: names)
    let proposal = meant.map { "did you mean `convtool help \($0)`?" }
    return "no help on '\(topic)': "
      + (proposal ?? "there is some on \(names.joined(separator: ", "))")
  }

  // MARK: A word that is no command

  private static func startingWithWord(
    _ first: String, _ words: [String], _ schema: ProgramSchema, _ table: Synonyms
  ) -> CommandChoice {
    let remark = "no command '\(first)'"
    let rest = words.dropFirst()
    if GivenFile.isInput(first) || GivenFile.isNamed(first) {
      return startingWithFile(first, words, schema, table)
    }
    if FilterCatalogue.named(filterName(first)) == nil, let meant = table.command(first) {
      let names = schema.commands.map(\.name)
      if let name = names.first(where: { $0 == meant }) ?? EditDistance.nearest(meant, in: names),
        let command = schema.command(name)
      {
        return .call(Call(command, rest), remark: remark)
      }
      if meant.hasPrefix("-") || meant == "help" {
        return .answer("\(remark): did you mean `convtool \(meant)`?")
      }
    }
    let spelt = schema.commands.flatMap { [$0.name] + $0.aliases }
    let begun = schema.commands.map(\.name).filter { $0.hasPrefix(first.lowercased()) }
    if begun.count == 1, first.count > 2, let command = schema.command(begun[0]) {
      return .call(Call(command, rest), remark: remark)
    }
    if begun.count > 1, first.count > 2 {
      return .answer("\(remark): \(begun.map { "`convtool \($0)`" }.listed("or"))?")
    }
    for command in schema.commands {
      let meaning = OptionMeaning(word: first, command, table, isMisspelt: false)
      guard let option = meaning?.option, isOperation(option, of: command) else { continue }
      return .call(Call(command, words[...]), remark: remark)
    }
    if let name = EditDistance.nearest(first, in: spelt), let command = schema.command(name) {
      return .call(Call(command, rest), remark: remark)
    }
    if let filter = schema.command("filter"),
      OptionMeaning(word: first, filter, table, isMisspelt: true) != nil
    {
      return .call(Call(filter, words[...]), remark: remark)
    }
    let names = schema.commands.map(\.name).joined(separator: ", ")
    return .answer("\(remark): convtool --help says what \(names) do")
  }

  /// Whether an option says what is done with a picture: a filter, or a kind of pooling.
  private static func isOperation(_ option: ArgumentSchema, of command: CommandSchema) -> Bool {
    FilterWords.isChoice(option) || (command.name == "pool" && option.kind == .flag)
  }

  private static func filterName(_ word: String) -> String {
    String(word.lowercased().prefix { $0.isLetter || $0 == "-" || $0.isNumber })
  }

  /// A call that names a file first: its options say what was meant.
  private static func startingWithFile(
    _ first: String, _ words: [String], _ schema: ProgramSchema, _ table: Synonyms
  ) -> CommandChoice {
    if words.count > 1, words.contains(where: { $0.hasPrefix("-") && $0.count > 1 }),
      let command = likeliest(words, schema, table)
    {
      return .call(Call(command, words[...]), remark: "the command is missing")
    }
    let file = CommandText.quoted(first.hasPrefix("-") ? "./\(first)" : first)
    if GivenFile.isModel(first) {
      return .answer(
        "which command? `convtool summary --model \(file)`, "
          + "`convtool predict --model \(file) PICTURE` or another of convtool --help")
    }
    return .answer(
      "which command? `convtool filter --laplacian \(file)`, `convtool pool \(file)` or another "
        + "of convtool --help")
  }

  // MARK: An option before a command

  private static func startingWithOption(
    _ words: [String], _ schema: ProgramSchema, _ table: Synonyms
  ) -> CommandChoice {
    if words.count == 1, let option = root(words[0], schema, table) {
      return .answer("no option \(words[0]): did you mean `convtool \(option)`?")
    }
    if let place = words.firstIndex(where: { schema.command($0) != nil }),
      let command = schema.command(words[place])
    {
      let rest = words[..<place] + words[(place + 1)...]
      return .call(Call(command, rest[...]), remark: "the command comes first")
    }
    guard let command = likeliest(words, schema, table) else {
      return .answer(
        "no option \(words[0]): the command comes first, convtool --help lists them")
    }
    return .call(Call(command, words[...]), remark: "the command is missing")
  }

  private static func root(
    _ word: String, _ schema: ProgramSchema, _ table: Synonyms
  ) -> String? {
    let name = String(word.drop { $0 == "-" || $0 == "/" })
    let options = schema.root.options.flatMap(\.spellings).filter { $0.hasPrefix("--") }
    let meant = table.command(name).map { $0 == "help" ? "--help" : $0 }
    return options.first { Synonyms.key($0) == Synonyms.key(name) || $0 == meant }
      ?? EditDistance.nearest(name, in: options)
  }

  /// The command that knows most of the options of a call.
  private static func likeliest(
    _ words: [String], _ schema: ProgramSchema, _ table: Synonyms
  ) -> CommandSchema? {
    let scored = schema.commands.map { command in
      let call = Call(command, words[...])
      let unknown = call.parts.filter { $0.kind == .unknownOption }
      let known = call.parts.count { $0.kind == .option }
      let meant = unknown.count {
        OptionMeaning(option: $0.text, command, table, isMisspelt: true) != nil
      }
      return (command: command, score: 4 * known + 3 * meant - 8 * (unknown.count - meant))
    }
    guard let best = scored.map(\.score).max(), best > 0 else { return nil }
    return scored.first { $0.score == best }?.command
  }
}
