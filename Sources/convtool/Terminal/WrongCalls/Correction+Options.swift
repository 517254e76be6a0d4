import ImageCodecs

extension Correction {
  /// Gives unknown options the names that they have here.
  mutating func mendOptionNames() {
    var index = 0
    while index < call.parts.count {
      if call.parts[index].kind == .unknownOption { mendOption(at: index) }
      index += 1
    }
  }

  private mutating func mendOption(at index: Int) {
    let part = call.parts[index]
    let typed = part.words.joined()
    if Files.exists(typed) {
      call.parts[index] = Call.Part(kind: .word, text: "./\(typed)")
      return note("\(typed) begins as an option does: write ./\(typed), or -- before it")
    }
    let remark = "no option \(part.text)"
    if let meaning = OptionMeaning(option: part.text, call.command, table, isMisspelt: false) {
      return replace(index, by: meaning, remark)
    }
    if let other = commandWithOption(part.text) { return move(to: other, index, remark) }
    if let meaning = OptionMeaning(option: part.text, call.command, table, isMisspelt: true) {
      return replace(index, by: meaning, remark)
    }
    if !TypedNumber.isSigned(part.text) {
      leaveOpen("\(remark): convtool \(call.command.name) --help lists them")
    }
  }

  /// Another command that has an option of this name, or of its meaning.
  private func commandWithOption(_ name: String) -> (CommandSchema, OptionMeaning)? {
    for command in schema.commands where command.name != call.command.name {
      if let meaning = OptionMeaning(option: name, command, table, isMisspelt: false),
        meaning.text != "--help", meaning.text != "--version"
      {
        return (command, meaning)
      }
    }
    return nil
  }

  /// Moves the call to the command that has the option, if that takes the whole call.
  private mutating func move(
    to other: (command: CommandSchema, meaning: OptionMeaning), _ index: Int, _ remark: String
  ) {
    let moved = Call(other.command, call.words.dropFirst(call.path.count))
    let strangers = moved.parts.filter {
      $0.kind == .unknownOption
        && OptionMeaning(option: $0.text, other.command, table, isMisspelt: false) == nil
    }
    let known = call.parts.contains { $0.kind == .option }
    let place = "convtool \(other.command.name) has \(other.meaning.text)"
    // Options that are the command's own keep the call with it.
    let keeps =
      known
      && call.parts.contains { part in
        part.kind == .option && moved.command.option(part.text) == nil
      }
    guard strangers.isEmpty, !keeps,
      call.command.positionals.isEmpty == moved.command.positionals.isEmpty
    else { return leaveOpen("\(remark) in \(call.command.name): \(place)") }
    note("\(remark) in \(call.command.name), but in \(other.command.name)")
    call = moved
    mendOptionNames()
  }

  private mutating func replace(_ index: Int, by meaning: OptionMeaning, _ remark: String) {
    var part = call.parts[index]
    let typed = part.value
    part.kind = .option
    part.text = meaning.text
    part.isJoined = false
    part.value = nil
    if meaning.option.kind == .flag {
      call.parts[index] = part
      dropFlagValue(at: index, joined: typed)
    } else {
      part.value = typed ?? takeNextWord(after: index, for: meaning.option) ?? meaning.value
      call.parts[index] = part
    }
    note(remark, part.words.joined(separator: " "))
  }

  /// Removes what was typed as the value of a flag: `--gray true`, `--laplacian 3`.
  private mutating func dropFlagValue(at index: Int, joined: String?) {
    if let joined, ["0", "false", "no", "off"].contains(joined.lowercased()) {
      call.parts.remove(at: index)
      return
    }
    guard joined == nil, index + 1 < call.parts.count, call.parts[index + 1].kind == .word else {
      return
    }
    let next = call.parts[index + 1].text
    let isSwitch = ["true", "false", "yes", "no", "on", "off"].contains(next.lowercased())
    if isSwitch || (TypedNumber.isNumeric(next) && !GivenFile.isInput(next)) {
      call.parts.remove(at: index + 1)
    }
  }

  /// Takes the word behind an option as its value, unless it is rather an input.
  mutating func takeNextWord(after index: Int, for option: ArgumentSchema) -> String? {
    guard index + 1 < call.parts.count, call.parts[index + 1].kind == .word else { return nil }
    let next = call.parts[index + 1].text
    let wantsFile = option.forms.isEmpty && !FilterWords.isFilter(option)
    if !wantsFile, GivenFile.isNamed(next) { return nil }
    let isOnlyWord = call.inputs.count == 1
    if wantsFile, isOnlyWord, Files.exists(next), !call.command.positionals.isEmpty { return nil }
    call.parts.remove(at: index + 1)
    return next
  }
}
