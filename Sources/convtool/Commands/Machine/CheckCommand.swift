import ArgumentParser
import Foundation
import ImageFilters

/// The command `convtool check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Ask this build, on this machine, questions with known answers.",
    discussion: """
      convtool check

      Impulse, flat field and step edge, borders, pooling, every method and instruction set against \
      the others, threads, and files written and read back: a line each. Ends with 70 when an \
      answer is wrong.
      """)

  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let report = CheckReport(SelfCheck.all(threads: resources.threadCount))
    print(try json ? report.json() : report.text)
    if let failure = report.failure { throw failure }
  }
}
