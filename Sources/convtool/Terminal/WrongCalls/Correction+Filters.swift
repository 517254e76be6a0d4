import ConvCore
import ImageCodecs
import ImageFilters

extension Correction {
  /// Mends the parameters of filters: forgotten, misplaced, or in another program's form.
  mutating func mendFilterValues() {
    var index = 0
    while index < call.parts.count {
      let part = call.parts[index]
      if let option = call.schema(part) {
        if FilterWords.isFilter(option), let entry = FilterWords.entry(option.name) {
          mendParameters(at: index, of: entry, option)
        } else if option.name == "--kernel", option.takesAnyWord {
          mendKernel(at: index)
        }
      }
      index += 1
    }
  }

  private mutating func mendParameters(
    at index: Int, of entry: FilterCatalogue.Entry, _ option: ArgumentSchema
  ) {
    let usual = OptionMeaning.usualValue(of: option, table) ?? ""
    let value = call.parts[index].value ?? ""
    guard let refusal = FilterWords.refusal(value, of: entry) else { return }
    if value.isEmpty || isSwallowed(value) || GivenFile.isNamed(value) {
      // Another word of the call was taken for the value.
      call.parts[index].value = usual
      if !value.isEmpty { giveBack(value, after: index) }
      let typed = value.isEmpty ? "which is missing" : "not '\(value)'"
      note("\(entry.name) takes \(FilterWords.taken(entry)), \(typed)", "--\(entry.name) \(usual)")
      return
    }
    // A value that the library takes, although it is no list of numbers, is not what is wrong.
    guard message == nil || message?.contains(entry.name) == true || !remarks.isEmpty else {
      return
    }
    // Numbers that were typed with blanks between them are words of their own.
    var text = value
    var numbers = TypedNumber.numbers(in: value).count
    while numbers < entry.parameters.count, let next = numericWord(at: index + 1) {
      text += ",\(next)"
      numbers += 1
      call.parts.remove(at: index + 1)
    }
    let mended = FilterWords.mended(text, of: entry, usual: usual)
    call.parts[index].value = mended
    note(refusal, "--\(entry.name) \(mended)")
  }

  private func numericWord(at index: Int) -> String? {
    guard index < call.parts.count, call.parts[index].kind == .word,
      DecimalNumber.double(call.parts[index].text) != nil, !Files.exists(call.parts[index].text)
    else { return nil }
    return call.parts[index].text
  }

  /// Puts a word that an option had swallowed back into the call, which may be an option itself.
  private mutating func giveBack(_ word: String, after index: Int) {
    let rest = call.parts[(index + 1)...].flatMap(\.words)
    let read = Call(call.command, [word] + rest)
    call.parts = Array(call.parts[...index]) + read.parts
    mendOptionNames()
  }

  private mutating func mendKernel(at index: Int) {
    let value = call.parts[index].value ?? ""
    let remark = "--kernel takes numbers or a file of them, not '\(value)'"
    let isPicture = Files.exists(value) && ForeignFile.isPicture(value)
    if value.isEmpty || isPicture || (Call.looksLikeOption(value) && !TypedNumber.isSigned(value)) {
      call.parts[index].value = "0 1 0; 1 -4 1; 0 1 0"
      if !value.isEmpty { giveBack(value, after: index) }
      return note(value.isEmpty ? "--kernel takes numbers or a file of them" : remark)
    }
    guard !Files.exists(value), (try? Kernel(text: value)) == nil else { return }
    if let text = KernelForm.plain(value) {
      call.parts[index].value = text
      return note("--kernel takes rows that end with ;, not '\(value)'", CommandText.quoted(text))
    }
    if let meaning = OptionMeaning(word: value, call.command, table, isMisspelt: false),
      FilterWords.isChoice(meaning.option), meaning.text != "--kernel"
    {
      call.parts[index].text = meaning.text
      call.parts[index].value = meaning.value
      call.parts[index].isJoined = false
      note("\(remark), which is a filter of its own", meaning.text)
    }
  }

  /// Mends the filters of `--then`.
  mutating func mendChains() {
    for index in call.parts.indices where call.schema(call.parts[index])?.name == "--then" {
      guard let value = call.parts[index].value else { continue }
      let words = value.split { $0 == " " || $0 == "=" || $0 == ":" }.map(String.init)
      guard let name = words.first else { continue }
      let typed = String(name.drop { $0 == "-" })
      var parameters = words.dropFirst().joined(separator: ",")
      if typed == "kernel" || typed == "bank" { continue }
      let meaning = OptionMeaning(word: typed, call.command, table, isMisspelt: true)
      let known = FilterCatalogue.named(typed)
      guard let entry = known ?? meaning.flatMap({ FilterWords.entry($0.text) }) else { continue }
      let before = FilterWords.refusal(parameters, of: entry)
      if before == nil, entry.name == name { continue }
      while let next = numericWord(at: index + 1), !entry.parameters.isEmpty,
        TypedNumber.numbers(in: parameters).count < entry.parameters.count
      {
        parameters += parameters.isEmpty ? next : ",\(next)"
        call.parts.remove(at: index + 1)
      }
      let refusal = FilterWords.refusal(parameters, of: entry)
      let usual = OptionMeaning.usualValue(of: entry.name, call.command, table)
      if entry.parameters.isEmpty {
        parameters = ""
      } else if refusal != nil {
        parameters = FilterWords.mended(parameters, of: entry, usual: usual ?? "")
      }
      let text = parameters.isEmpty ? entry.name : "\(entry.name) \(parameters)"
      call.parts[index].value = text
      note(entry.name == name ? before ?? "" : "no filter '\(name)'", "--then '\(text)'")
      return
    }
  }

  /// Chains the second filter of a call, and all that follow.
  mutating func mendTwoFilters() {
    guard call.command.has("--then") else { return }
    let places = call.parts.indices.filter {
      call.schema(call.parts[$0]).map(FilterWords.isChoice) == true
    }
    // Who writes --dilation beside a kernel may mean --dilate: the options say both.
    guard places.count > 1, !places.contains(where: { call.parts[$0].text == "--dilation" })
    else { return }
    for place in places.dropFirst() {
      let part = call.parts[place]
      let name = part.text.drop { $0 == "-" }
      let text = part.value.map { "\(name) \($0)" } ?? String(name)
      call.parts[place] = Call.Part(kind: .option, text: "--then", value: text)
    }
    let names = places.map { index -> String in
      let word = call.parts[index]
      return word.text == "--then" ? "--\(word.value?.prefix { $0 != " " } ?? "")" : word.text
    }
    note("one filter at a time, not \(names.joined(separator: " and ")): --then chains them")
  }
}

extension OptionMeaning {
  /// The usual value of an option of a command.
  static func usualValue(
    of filter: String, _ command: CommandSchema, _ table: Synonyms
  ) -> String? {
    command.option("--\(filter)").flatMap { usualValue(of: $0, table) }
  }
}
