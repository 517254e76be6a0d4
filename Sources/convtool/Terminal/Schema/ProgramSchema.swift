import ArgumentParser
import Foundation

/// The commands and options of the program, as the argument parser describes them.
///
/// Completion, manual pages and the answers to wrong calls read this description, so a new command
/// or option needs nothing there.
struct ProgramSchema: Decodable {
  private let command: CommandSchema

  /// The description of this program; `nil` when the parser's text cannot be read.
  static func load() -> ProgramSchema? {
    try? JSONDecoder().decode(ProgramSchema.self, from: Data(ConvTool._dumpHelp().utf8))
  }

  /// The program itself, with the options that stand before a command.
  var root: CommandSchema { command }

  /// The commands, without `help` and those that help texts do not show.
  var commands: [CommandSchema] {
    (command.subcommands ?? []).filter { $0.shouldDisplay && $0.name != "help" }
  }

  /// The command of a name or an alias.
  func command(_ name: String) -> CommandSchema? {
    commands.first { $0.name == name || $0.aliases.contains(name) }
  }
}
