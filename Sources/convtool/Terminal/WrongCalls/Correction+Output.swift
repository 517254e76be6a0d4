import Foundation
import ImageFilters
import ImageCodecs

extension Correction {
  /// Gives the result a name whose ending says a format that can be written.
  mutating func mendOutput() {
    guard let message, message.contains("-o "),
      let index = call.parts.firstIndex(where: { ["-o", "--output"].contains($0.text) }),
      let name = call.parts[index].value, message.contains("-o \(name)")
    else { return }
    let endings = message.matches(of: /\.([a-z]+)\b/).map { String($0.1) }
      .filter { $0 != FilePath.fileExtension(name) }
    if message.contains("the name ends in neither") || message.contains("ends in .png") {
      let ending = endings.contains("png") ? "png" : endings.last ?? "png"
      let old = FilePath.fileExtension(name)
      let stem = old.isEmpty ? name : String(name.dropLast(old.count + 1))
      call.parts[index].value = "\(stem).\(ending)"
      note(message, "-o \(stem).\(ending)")
    } else if message.contains("is one file for"), name != "-" {
      let old = FilePath.fileExtension(name)
      let folder = old.isEmpty ? name : String(name.dropLast(old.count + 1))
      call.parts[index].value = "\(folder)/"
      note(message, "-o \(folder)/")
    }
  }

  /// Gives the result the format that an option is for.
  mutating func mendFormat() {
    guard let match = message?.firstMatch(of: /: --format (\w+) says otherwise/) else { return }
    let ending = String(match.1)
    if let index = call.parts.firstIndex(where: { ["-o", "--output"].contains($0.text) }),
      let name = call.parts[index].value, !name.hasSuffix("/")
    {
      let old = FilePath.fileExtension(name)
      call.parts[index].value = "\(name.dropLast(old.isEmpty ? 0 : old.count + 1)).\(ending)"
    } else if let index = call.parts.firstIndex(where: { $0.text == "--format" }) {
      call.parts[index].value = ending
    } else {
      call.parts.append(Call.Part(kind: .option, text: "--format", value: ending))
    }
    note(message?.components(separatedBy: ": --format").first ?? "")
  }

  /// Names the layer that was meant, of those that the message lists.
  mutating func mendLayer() {
    guard let message,
      let match = message.firstMatch(
        of: /(?:no layer '(.+?)'|--freeze (\S+):).*(?:it has|there are) (.+)$/)
    else { return }
    let typed = String(match.1 ?? match.2 ?? "")
    let names = match.3.split(separator: ", ").map(String.init)
    let letters = typed.lowercased().prefix { $0.isLetter }
    let same = names.filter { $0.hasPrefix(letters) && !letters.isEmpty }
    let number = TypedNumber.numbers(in: typed).last
    guard
      let meant = same.first(where: { TypedNumber.numbers(in: $0).last == number && number != nil })
        ?? EditDistance.nearest(typed, in: names) ?? same.first,
      let index = call.parts.firstIndex(where: { $0.value == typed })
    else { return }
    call.parts[index].value = meant
    note(message)
  }

  /// Answers for what is missing: an input, a filter, the name of the result.
  mutating func mendMissing() {
    guard let message, remarks.isEmpty else { return }
    if message.contains("Missing expected argument '--output")
      || message.contains("Missing expected argument '-o")
    {
      let name = call.command.name.split(separator: "-").last ?? "out"
      call.parts.append(Call.Part(kind: .option, text: "-o", value: "\(name)/"))
      return note("-o names the folder to write to, and is missing")
    }
    if message.hasPrefix("no input") || message.hasPrefix("Missing expected argument") {
      return mendMissingInput(message)
    }
    if message.hasPrefix("which filter?"), call.command.has("--laplacian"),
      call.inputs.contains(where: { GivenFile.isInput(call.parts[$0].text) })
    {
      call.parts.insert(Call.Part(kind: .option, text: "--laplacian"), at: 0)
      return note("which filter? convtool kernels lists them")
    }
    if let match = message.firstMatch(of: /no filter '(.+?)'/) { mendFilterName(String(match.1)) }
  }

  /// Looks for the input among the values of options.
  private mutating func mendMissingInput(_ message: String) {
    let swallowed = call.parts.firstIndex { part in
      guard let value = part.value, let option = call.schema(part) else { return false }
      return ForeignFile.isPicture(value) && option.kind == .option
    }
    if let swallowed, let file = call.parts[swallowed].value,
      let option = call.schema(call.parts[swallowed]), !option.spellings.contains("-o")
    {
      call.parts[swallowed].value = OptionMeaning.usualValue(of: option, table)
      call.parts.append(Call.Part(kind: .word, text: file))
      return note("\(option.name) takes <\(option.valueName)>, not '\(file)', a picture")
    }
    if let swallowed, let file = call.parts[swallowed].value {
      call.parts[swallowed] = Call.Part(kind: .word, text: file)
      call.parts.append(Call.Part(kind: .option, text: "-o", value: "out.png"))
      return note("-o takes the name of the result, not '\(file)', which is there already")
    }
    let example = Examples(call.command).calls.first
    let line = message.replacing(/Missing expected argument '(.*)'/) { "\($0.1) is missing" }
    note(example.map { "\(line); for instance `\($0)`" } ?? line)
  }

  private mutating func mendFilterName(_ name: String) {
    guard let index = call.parts.firstIndex(where: { $0.kind == .word && $0.text == name }) else {
      return
    }
    let filter = schema.command("filter") ?? call.command
    guard let meaning = OptionMeaning(word: name, filter, table, isMisspelt: true),
      let entry = FilterWords.entry(meaning.text)
    else { return }
    call.parts[index].text = entry.name
    note("no filter '\(name)'", entry.name)
  }
}
