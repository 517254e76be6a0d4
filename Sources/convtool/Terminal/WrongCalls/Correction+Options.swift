import ImageFilters
import ImageCodecs

extension Correction {
  /// Gives unknown options the names that they have here.
  mutating func mendOptionNames() {
    var index = 0
    while index < call.parts.count {
      if call.parts[index].kind == .unknownOption { mendOption(at: index) }
      guard index < call.parts.count else { break }
      if let option = call.schema(call.parts[index]), option.kind == .flag,
        let value = call.parts[index].value
      {
        call.parts[index].value = nil
        call.parts[index].isJoined = false
        note("\(option.name) takes no value, such as \(value)")
      }
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
    if mendSelector(at: index, remark) || mendInput(at: index, remark) { return }
    if let sentence = table.instead(of: part.text, in: call.command.name) {
      return leaveOpen("\(remark): \(sentence)")
    }
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

  /// An option that says what is done, as in `--type avg`: here it is an option of its own.
  private mutating func mendSelector(at index: Int, _ remark: String) -> Bool {
    let part = call.parts[index]
    let next = index + 1 < call.parts.count && call.parts[index + 1].kind == .word
    guard table.isSelector(part.text),
      let value = part.value ?? (next ? call.parts[index + 1].text : nil),
      let meaning = OptionMeaning(word: value, call.command, table, isMisspelt: false),
      meaning.option.kind == .flag || FilterWords.isFilter(meaning.option)
    else { return false }
    if part.value == nil { call.parts.remove(at: index + 1) }
    call.parts[index].value = nil
    replace(index, by: meaning, remark)
    return true
  }

  /// An option for an input, as in `-i p.jpg`: here inputs are words; a filter of `kernels` as well.
  private mutating func mendInput(at index: Int, _ remark: String) -> Bool {
    let part = call.parts[index]
    guard !call.command.positionals.isEmpty else { return false }
    if call.command.positionals[0].valueName == "name", let entry = FilterWords.entry(part.text) {
      call.parts[index] = Call.Part(kind: .word, text: entry.name)
      if let value = part.value {
        call.parts.insert(Call.Part(kind: .word, text: value), at: index + 1)
      }
      note("\(remark): the name of a filter stands alone")
      return true
    }
    guard table.isInput(part.text) else { return false }
    if let value = part.value {
      call.parts[index] = Call.Part(kind: .word, text: value)
    } else {
      call.parts.remove(at: index)
    }
    note("\(remark): inputs stand alone")
    return true
  }

  /// Another command that has an option of this name, or of its meaning.
  private func commandWithOption(_ name: String) -> (CommandSchema, OptionMeaning)? {
    for command in schema.commands where command.name != call.command.name {
      if let meaning = OptionMeaning(option: name, command, table, isMisspelt: false),
        // Words of other programs mean too much to leave a command about pictures for them.
        Synonyms.key(meaning.text) == Synonyms.key(name) || !call.command.takesBatch,
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
    note("\(remark) in \(call.command.name): \(place)")
    call = moved
    for index in call.parts.indices.reversed() where call.parts[index].kind == .unknownOption {
      guard
        let meaning = OptionMeaning(
          option: call.parts[index].text, call.command, table, isMisspelt: false)
      else { continue }
      replace(index, by: meaning, "")
    }
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
    if part.text == "--sobel" {
      others.append(call.text.replacing("--sobel", with: "--canny 60,160"))
    }
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
