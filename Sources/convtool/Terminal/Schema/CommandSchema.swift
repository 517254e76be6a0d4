/// A command: its options and its inputs.
struct CommandSchema: Decodable {
  private enum CodingKeys: String, CodingKey {
    case commandName, aliases, abstract, discussion, arguments, subcommands, shouldDisplay
  }

  let name: String
  let aliases: [String]
  let abstract: String
  let discussion: String
  let shouldDisplay: Bool
  /// Options, flags and positional arguments, in the order of the help.
  let arguments: [ArgumentSchema]
  let subcommands: [CommandSchema]?

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .commandName)
    aliases = try values.decodeIfPresent([String].self, forKey: .aliases) ?? []
    abstract = try values.decodeIfPresent(String.self, forKey: .abstract) ?? ""
    discussion = try values.decodeIfPresent(String.self, forKey: .discussion) ?? ""
    shouldDisplay = try values.decodeIfPresent(Bool.self, forKey: .shouldDisplay) ?? true
    arguments = try values.decodeIfPresent([ArgumentSchema].self, forKey: .arguments) ?? []
    subcommands = try values.decodeIfPresent([CommandSchema].self, forKey: .subcommands)
  }

  /// Options and flags.
  var options: [ArgumentSchema] {
    arguments.filter { $0.kind != .positional && $0.shouldDisplay }
  }

  /// The arguments without a name, such as input files.
  var positionals: [ArgumentSchema] { arguments.filter { $0.kind == .positional } }

  /// The option of a name with its dashes: `--output` or `-o`.
  func option(_ name: String) -> ArgumentSchema? {
    options.first { $0.spellings.contains(name) }
  }

  /// The command below this one, as `filter` below `bench`.
  func subcommand(_ name: String) -> CommandSchema? { subcommands?.first { $0.name == name } }

  func has(_ option: String) -> Bool { self.option(option) != nil }

  /// Whether the command takes any number of inputs.
  var takesBatch: Bool { has("--files-from") }
}
