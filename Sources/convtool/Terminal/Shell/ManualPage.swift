import Foundation

/// A manual page in the language of `man`, made of the description of the options.
enum ManualPage {
  /// The page `convtool(1)`.
  static func program(_ schema: ProgramSchema) -> String {
    var page = Roff("convtool", about: schema.root.abstract)
    page.synopsis(["convtool COMMAND [OPTIONS] [INPUTS]"])
    page.section("EXAMPLES")
    page.literal(Examples(schema.root).text)
    page.section("COMMANDS")
    for command in schema.commands {
      page.item("convtool-\(command.name)(1)", command.abstract)
    }
    for topic in HelpTopic.allCases {
      page.section(topic == .exitCodes ? "EXIT STATUS" : topic.rawValue.uppercased())
      page.literal(topic.text)
    }
    page.section("SEE ALSO")
    page.paragraph(schema.commands.map { "convtool-\($0.name)(1)" }.joined(separator: ", "))
    return page.text
  }

  /// The page of a command.
  static func command(_ command: CommandSchema) -> String {
    let examples = Examples(command)
    var page = Roff("convtool-\(command.name)", about: command.abstract)
    let inputs = command.positionals.map { $0.isOptional ? "[\($0.valueName)]" : $0.valueName }
    page.synopsis([
      (["convtool \(command.name) [OPTIONS]"] + inputs).joined(separator: " ")
    ])
    if !command.aliases.isEmpty {
      page.paragraph("Also: \(command.aliases.map { "convtool \($0)" }.joined(separator: ", ")).")
    }
    if !examples.text.isEmpty {
      page.section("EXAMPLES")
      page.literal(examples.text)
    }
    page.section("COMMANDS", if: command.subcommands != nil)
    for inner in command.subcommands ?? [] {
      page.item("convtool \(command.name) \(inner.name)", inner.abstract)
    }
    page.section("INPUTS", if: !command.positionals.isEmpty)
    for argument in command.positionals { page.item("<\(argument.valueName)>", argument.help) }
    let sections = command.options.reduce(into: [String]()) { names, option in
      let name = option.section ?? "Options"
      if !names.contains(name) { names.append(name) }
    }
    // As in the help: groups with a title, the other options, limits last.
    let titled = sections.filter { $0 != "Options" && $0 != "Resources" }
    for section in titled + ["Options", "Resources"] where sections.contains(section) {
      page.section(section.uppercased())
      for option in command.options where (option.section ?? "Options") == section {
        page.item(heading(option), text(option))
      }
    }
    page.section("DETAILS", if: !examples.details.isEmpty)
    for paragraph in examples.details.components(separatedBy: "\n\n") where !paragraph.isEmpty {
      // A line of its own is meant so, as in a table.
      if paragraph.contains("\n") { page.literal(paragraph) } else { page.paragraph(paragraph) }
    }
    page.section("SEE ALSO")
    page.paragraph("convtool(1)")
    return page.text
  }

  private static func heading(_ option: ArgumentSchema) -> String {
    let names = option.spellings.joined(separator: ", ")
    return option.kind == .option ? "\(names) <\(option.valueName)>" : names
  }

  private static func text(_ option: ArgumentSchema) -> String {
    var parts = [option.help]
    if !option.forms.isEmpty { parts.append("Values: \(option.forms.joined(separator: ", ")).") }
    if let value = option.defaultValue, !option.help.contains("default:") {
      parts.append("Default: \(value).")
    }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
