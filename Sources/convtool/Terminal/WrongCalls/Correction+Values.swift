import ImageCodecs

extension Correction {
  /// Mends the value that the parser refuses.
  mutating func mendValues() {
    for index in call.parts.indices {
      guard let option = call.schema(call.parts[index]), option.kind == .option,
        !FilterWords.isFilter(option), option.name != "--kernel"
      else { continue }
      guard let value = call.parts[index].value else {
        if message?.hasPrefix("Missing value") == true { addValue(at: index, of: option) }
        continue
      }
      if option.name != "--then", isRefused(value), isAbout(option) {
        return mendValue(value, at: index, of: option)
      }
    }
  }

  private func isAbout(_ option: ArgumentSchema) -> Bool {
    guard let message else { return false }
    return option.spellings.contains { message.contains("'\($0) ") || message.contains("'\($0)'") }
  }

  private mutating func addValue(at index: Int, of option: ArgumentSchema) {
    // An option behind it was taken for no value.
    let taken = option.forms.isEmpty ? "a value" : option.forms.listed("or")
    let usual = OptionMeaning.usualValue(of: option, table)
    call.parts[index].value = usual
    let remark = "\(option.name) takes \(taken), which is missing"
    if usual == nil { leaveOpen(remark) } else { note(remark) }
  }

  private mutating func mendValue(_ value: String, at index: Int, of option: ArgumentSchema) {
    let refusal = message.map { Failure(parsing: $0).message ?? $0 } ?? ""
    switch table.meaning(of: value, for: option.name) {
    case .sentence(let text, let right):
      if let right {
        call.parts[index].value = right
        return note("\(option.name) \(value) \(text)")
      }
      return leaveOpen("\(option.name) \(value) \(text)")
    case .value(let right) where right != value:
      return setValue(right, at: index, option, refusal)
    default: break
    }
    let words = option.words
    if let constant = words.first(where: { $0.hasSuffix(":") }),
      value.lowercased().hasPrefix(constant.dropLast())
    {
      let number = TypedNumber.numbers(in: value).first ?? "0"
      return setValue("\(constant)\(number)", at: index, option, refusal)
    }
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
    if isSwallowed(value) {
      // The value was forgotten, and the next word taken for it.
      guard let usual = OptionMeaning.usualValue(of: option, table) ?? ruleOfThumb(option) else {
        return note(refusal)
      }
      call.parts[index].value = usual
      call.parts.insert(Call.Part(kind: .word, text: value), at: index + 1)
      return note(refusal, "\(option.name) \(usual)")
    }
    leaveOpen(refusal)
  }

  /// Whether a value is rather another word of the call: a file, or an option.
  func isSwallowed(_ value: String) -> Bool {
    Files.exists(value) || GivenFile.isResult(value) || value.hasPrefix("--")
      || call.command.option(value) != nil
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

  /// A piece of a picture in other programs' form: `WxH+X+Y`, or four numbers.
  private static func area(_ value: String, _ numbers: [Substring]) -> String? {
    if let match = value.wholeMatch(of: /(\d+)[xX×](\d+)\+(\d+)\+(\d+)/) {
      return "\(match.4),\(match.3),\(match.2)x\(match.1)"
    }
    guard numbers.count == 4 else { return nil }
    return "\(numbers[0]),\(numbers[1]),\(numbers[2])x\(numbers[3])"
  }

  /// Numbers with units or other signs between them, in the form that an option takes.
  private static func number(_ value: String, for option: ArgumentSchema) -> String? {
    guard !option.forms.isEmpty, value.contains(where: \.isNumber), !GivenFile.isNamed(value)
    else { return nil }
    let numbers = TypedNumber.numbers(in: value)
    let forms = option.forms.joined(separator: " ")
    guard let first = numbers.first, first.first != "-" else { return nil }
    if forms.contains("Y,X,HxW") { return area(value, numbers) }
    if let share = Double(first), share > 0, share < 1, forms.contains("1...100") {
      return "\(Int((share * 100).rounded()))"
    }
    if numbers.count == 2, forms.contains("I/N") { return "\(first)/\(numbers[1])" }
    if numbers.count == 2, forms.contains("x") || forms.contains(",") {
      return forms.contains("HxW") ? "\(first)x\(numbers[1])" : "\(first),\(numbers[1])"
    }
    guard Set(numbers).count == 1 else { return nil }
    if let number = Double(first), number == number.rounded(), number < 1e15 {
      return "\(Int(number))"
    }
    return nil
  }
}
