import ArgumentParser
import ConvCore
import Foundation
import ImageFilters

/// The command `convtool bench pool`.
struct BenchPoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool",
    abstract: "Pooling of a picture in memory, in Mpixel/s.",
    discussion: "convtool bench pool\n\n" + BenchOptions.discussion)

  @OptionGroup var options: BenchOptions

  func run() throws { try options.run(BenchRow.pools) }
}
