import ArgumentParser
import ConvCore
import Foundation
import ImageFilters

/// The command `convtool bench filter`.
struct BenchFilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Filters of a picture in memory, in Mpixel/s.",
    discussion: "convtool bench filter\nconvtool bench filter --rows catalogue --threads 1\n\n"
      + BenchOptions.discussion)

  @OptionGroup var options: BenchOptions

  func run() throws { try options.run(BenchRow.filters, catalogue: BenchRow.catalogue) }
}
