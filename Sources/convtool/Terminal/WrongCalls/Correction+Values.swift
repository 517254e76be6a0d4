import ImageCodecs

extension Correction {
  /// Mends the value that the parser refuses.
  mutating func mendValues() {
    for index in call.parts.indices {
      guard let option = call.schema(call.parts[index]), option.kind == .option,
        !FilterWords.isFilter(option), option.name != "--kernel", option.name != "--then"
      else { continue }
      guard let value = call.parts[index].value else {
        if message?.hasPrefix("Missing value") == true { addValue(at: index, of: option) }
        continue
      }
      if isRefused(value), isAbout(option) { return mendValue(value, at: index, of: option) }
    }
  }

  private func isAbout(_ option: ArgumentSchema) -> Bool {
    guard let message else { return false }
    return option.spellings.contains { message.contains("'\($0) ") || message.contains("'\($0)'") }
  }

  private mutating func addValue(at index: Int, of option: ArgumentSchema) {
    // An option behind it was taken for no value.
    let taken = option.forms.isEmpty ? "a value" : option.forms.listed("or")
    let usual = OptionMeaning.usualValue(of: option, table) ?? Correction.example(of: option)
    call.parts[index].value = usual
    let remark = "\(option.name) takes \(taken), which is missing"
    if usual == nil { leaveOpen(remark) } else { note(remark) }
  }

  /// A name of a file for an option that takes one.
  private static func example(of option: ArgumentSchema) -> String? {
    option.spellings.contains("-o") ? (option.valueName == "folder" ? "out/" : "out.png") : nil
  }

  private mutating func mendValue(_ value: String, at index: Int, of option: ArgumentSchema) {
    let refusal = message.map { Failure(parsing: $0).message ?? $0 } ?? ""
    switch table.meaning(of: value, for: option.name) {
    case .sentence(let text): return leaveOpen("\(option.name) \(value) \(text)")
    case .value(let right) where right != value:
      return setValue(right, at: index, option, refusal)
    default: break
    }
    let words = option.words
    let key = Synonyms.key(value)
    if let word = words.first(where: { Synonyms.key($0) == key })
      ?? (TypedNumber.isNumeric(value) || GivenFile.isNamed(value)
        ? nil : EditDistance.nearest(value, in: words))
    {
      return setValue(word, at: index, option, refusal)
    }
    if let mended = Correction.number(value, for: option), mended != value {
      return setValue(mended, at: index, option, refusal)
    }
    if GivenFile.isNamed(value) || Call.looksLikeOption(value) {
      // The value was forgotten, and the next word taken for it.
      guard let usual = OptionMeaning.usualValue(of: option, table) ?? ruleOfThumb(option) else {
        return note(refusal)
      }
      call.parts[index].value = usual
      call.parts.insert(Call.Part(kind: .word, text: value), at: index + 1)
      return note(refusal, "\(option.name) \(usual)")
    }
    note(refusal)
  }

  private func ruleOfThumb(_ option: ArgumentSchema) -> String? {
    let text = option.forms.joined(separator: " ")
    return text.contains("HxW") || text.contains("rows") || text.contains("from 1") ? "2" : nil
  }

  private mutating func setValue(
    _ value: String, at index: Int, _ option: ArgumentSchema, _ refusal: String
  ) {
    call.parts[index].value = value
    note(refusal, "\(option.name) \(value)")
  }

  /// Numbers with units or other signs between them, in the form that an option takes.
  private static func number(_ value: String, for option: ArgumentSchema) -> String? {
    guard !option.forms.isEmpty, value.contains(where: \.isNumber), !GivenFile.isNamed(value)
    else { return nil }
    let numbers = TypedNumber.numbers(in: value)
    let forms = option.forms.joined(separator: " ")
    guard let first = numbers.first, first.first != "-" else { return nil }
    if numbers.count == 2, forms.contains("x") || forms.contains(",") {
      return forms.contains("HxW") ? "\(first)x\(numbers[1])" : "\(first),\(numbers[1])"
    }
    guard numbers.count == 1 else { return nil }
    if let number = Double(first), number == number.rounded(), number < 1e15 {
      return "\(Int(number))"
    }
    return nil
  }
}
