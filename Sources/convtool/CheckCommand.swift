import ArgumentParser
import Foundation
import ImageFilters

/// `convtool check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Ask this build, on this machine, questions with known answers.",
    discussion: """
      Impulse, flat field and step edge, borders, pooling, every method and instruction set against \
      the others, threads, and files written and read back: a line each. Ends with 70 when an \
      answer is wrong.
      """)

  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  /// One question and its answer.
  private struct Record: Encodable {
    let name: String
    let finding: String
    let passed: Bool
  }

  func run() throws {
    let checks = SelfCheck.all(threads: resources.threadCount)
    let width = checks.map(\.name.count).max() ?? 0
    if json {
      let records = checks.map {
        Record(name: $0.name, finding: $0.finding, passed: $0.passed)
      }
      print(try JSONOutput.text(records))
    } else {
      for check in checks {
        let name = check.name.padding(toLength: width, withPad: " ", startingAt: 0)
        print("\(check.passed ? "ok   " : "WRONG") \(name)  \(check.finding)")
      }
    }
    let wrong = checks.count { !$0.passed }
    guard wrong == 0 else {
      throw Failure(.internalError, "\(wrong) of \(checks.count) answers are wrong")
    }
  }
}
