import ArgumentParser
import ConvCore
import Foundation
import ImageFilters

/// The command `convtool bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "What this machine reaches.",
    discussion: """
      convtool bench
      convtool bench filter --json

      Every row is the median of repeated runs on data made up in memory; what is measured is \
      checked on the way. The peak is measured too: multiply-adds in registers alone.
      """,
    subcommands: [
      BenchFilterCommand.self, BenchPoolCommand.self, BenchTrainCommand.self,
      BenchInferCommand.self,
    ])
}

/// The median time of several runs, in seconds.
func median(of repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let times = try (0..<repetitions).map { _ in try clock.measure(body) / .seconds(1) }.sorted()
  return times[times.count / 2]
}
