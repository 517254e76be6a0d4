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

  func run() throws {
    let checks = SelfCheck.all(threads: resources.threadCount)
    let width = checks.map(\.name.count).max() ?? 0
    if json {
      let entries = checks.map { check in
        ["name": check.name, "finding": check.finding, "passed": check.passed] as [String: Any]
      }
      let data = try JSONSerialization.data(
        withJSONObject: entries, options: [.sortedKeys, .withoutEscapingSlashes])
      print(String(decoding: data, as: UTF8.self))
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
