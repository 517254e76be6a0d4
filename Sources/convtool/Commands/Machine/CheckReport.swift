import Foundation
import ImageFilters

/// What `check` says of its answers, and how it ends.
struct CheckReport {
  /// One question and its answer.
  private struct Record: Encodable {
    let name: String
    let finding: String
    let passed: Bool
  }

  private let checks: [SelfCheck]

  init(_ checks: [SelfCheck]) { self.checks = checks }

  /// A line for each answer.
  var text: String {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { check in
      let name = check.name.padding(toLength: width, withPad: " ", startingAt: 0)
      return "\(check.passed ? "ok   " : "WRONG") \(name)  \(check.finding)"
    }.joined(separator: "\n")
  }

  /// The answers for programs.
  func json() throws -> String {
    try JSONOutput.text(
      checks.map { Record(name: $0.name, finding: $0.finding, passed: $0.passed) })
  }

  /// Why the command fails; `nil` when every answer is right.
  var failure: Failure? {
    let wrong = checks.count { !$0.passed }
    guard wrong > 0 else { return nil }
    return Failure(.internalError, "\(wrong) of \(checks.count) answers are wrong")
  }
}
