import ArgumentParser
import ImageCodecs

/// The command line that PNG files record: the options that determine the pixels.
///
/// Names of files and options for resources are omitted, because no pixel depends on them.
enum CommandText {
  private static let valued: Set = [
    "-o", "--output", "--files-from", "--shard", "--threads", "--max-pixels", "--max-memory",
    "--max-scans", "--format", "--root", "--name",
  ]
  private static let flags: Set = [
    "--force", "--quiet", "--explain", "--json", "--no-sync", "--allow-truncated",
  ]

  /// The texts `Software` and `Comment`; the comment is the command.
  static func texts(inputs: [String]) -> [Metadata.Text] {
    [
      Metadata.Text(keyword: "Software", text: "convtool \(ConvTool.configuration.version)"),
      Metadata.Text(
        keyword: "Comment",
        text: command(Array(FileName.commandLine.dropFirst()), inputs: inputs)),
    ]
  }

  /// Writes the command line without files and resource options.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of the call, without the program's name.
  ///   - inputs: The files to omit. A file can also be the value of an option, as in
  ///     `--kernel k.npy k.npy`, so files are searched from the end.
  /// - Returns: The line, with words in quotes where a shell needs them.
  static func command(_ arguments: [String], inputs: [String]) -> String {
    var kept: [String] = []
    var skipsValue = false
    for argument in arguments {
      if skipsValue {
        skipsValue = false
      } else if valued.contains(argument) {
        skipsValue = true
      } else if !flags.contains(argument)
        && !valued.contains(where: { argument.hasPrefix($0 + "=") })
      {
        kept.append(argument)
      }
    }
    for input in inputs {
      if let place = kept.lastIndex(of: input) { kept.remove(at: place) }
    }
    return FileName.printable((["convtool"] + kept.map(quoted)).joined(separator: " "))
  }

  /// Returns an argument as a shell takes it.
  static func quoted(_ argument: String) -> String {
    let plain = argument.allSatisfy { $0.isLetter || $0.isNumber || "-_=.,:/+#".contains($0) }
    return plain && !argument.isEmpty ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
  }
}
