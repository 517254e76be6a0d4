import ImageCodecs

extension Correction {
  /// Mends options that do not go together, by what the message says about them.
  mutating func mendRelations() {
    guard let message, remarks.isEmpty else { return }
    if let match = message.firstMatch(of: /is for (--[a-z-]+) ([a-z0-9-]+)/) {
      set(String(match.1), to: String(match.2))
    } else if let match = message.firstMatch(of: /goes? with (--[a-z-]+)/) {
      guard let option = call.command.option(String(match.1)), option.kind == .flag else { return }
      set(option.name, to: nil)
    } else if let match = message.firstMatch(of: /: add (--[a-z-]+) ([a-z0-9-]+)/) {
      set(String(match.1), to: String(match.2))
    } else if let match = message.firstMatch(of: /is not a name for --format ([a-z]+)/) {
      guard let index = call.parts.firstIndex(where: { ["-o", "--output"].contains($0.text) }),
        let name = call.parts[index].value
      else { return }
      let ending = FilePath.fileExtension(name)
      call.parts[index].value = "\(name.dropLast(ending.count))\(match.1)"
    } else if let match = message.firstMatch(of: /more than half of the (\d+)×(\d+) window/) {
      guard let height = Int(match.1), let width = Int(match.2) else { return }
      set("--padding", to: "\(min(height, width) / 2)")
    } else if let match = message.firstMatch(
      of: /(?:with flag '(.*)' had already been|one of --\S+ and (--\S+), not both)/)
    {
      let spare = String(match.1 ?? match.2 ?? "")
      guard let index = call.parts.firstIndex(where: { $0.text == spare }) else { return }
      call.parts.remove(at: index)
    } else {
      return
    }
    note(Failure(parsing: message).message ?? message)
  }

  /// Gives an option a value, or adds it.
  private mutating func set(_ option: String, to value: String?) {
    guard let schema = call.command.option(option) else { return }
    if let index = call.parts.firstIndex(where: { schema.spellings.contains($0.text) }) {
      call.parts[index].value = value
    } else {
      call.parts.append(Call.Part(kind: .option, text: option, value: value))
    }
  }
}
