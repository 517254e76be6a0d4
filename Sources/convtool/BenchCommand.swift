import ArgumentParser

/// `convtool bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "What this machine reaches.",
    discussion: """
      Every row is the median of repeated runs on data made up in memory; what is measured is \
      checked on the way. The peak is measured too: multiply-adds in registers alone.
      """,
    subcommands: [BenchTrainCommand.self, BenchInferCommand.self])
}
