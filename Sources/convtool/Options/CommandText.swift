import ArgumentParser
import ImageCodecs

/// The command as PNG files tell it: what shaped the pixels, without the names of files or of
/// resources, on which no pixel depends.
enum CommandText {
  private static let valued: Set = [
    "-o", "--output", "--files-from", "--shard", "--threads", "--max-pixels", "--max-memory",
    "--max-scans", "--format", "--root", "--name",
  ]
  private static let flags: Set = [
    "--force", "--quiet", "--explain", "--json", "--no-sync", "--allow-truncated",
  ]

  /// `Software`, and the command under `Comment`.
  static func texts(inputs: [String]) -> [Metadata.Text] {
    [
      Metadata.Text(keyword: "Software", text: "convtool \(ConvTool.configuration.version)"),
      Metadata.Text(
        keyword: "Comment",
        text: command(Array(FileName.commandLine.dropFirst()), inputs: inputs)),
    ]
  }

  /// - Parameter inputs: The files to leave out. One may be an option's value as well, as in
  ///   `--kernel k.npy k.npy`: they are looked for from the end.
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

  private static func quoted(_ argument: String) -> String {
    let plain = argument.allSatisfy { $0.isLetter || $0.isNumber || "-_=.,:/+#".contains($0) }
    return plain && !argument.isEmpty ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
  }
}
