import Foundation
import ImageCodecs
import ImageFilters

/// The output of `check`, and its failure.
package struct CheckReport {
  /// The JSON row of one check.
  private struct Record: Encodable {
    let name: String
    let finding: String
    let passed: Bool
  }

  private let checks: [SelfCheck]

  package init(_ checks: [SelfCheck]) { self.checks = checks }

  /// One line per check.
  package var text: String {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { check in
      let name = check.name.padding(toLength: width, withPad: " ", startingAt: 0)
      return "\(check.passed ? "ok   " : "WRONG") \(name)  \(check.finding)"
    }.joined(separator: "\n")
  }

  /// The checks as JSON.
  package func json() throws -> String {
    try JSONOutput.text(
      checks.map { Record(name: $0.name, finding: $0.finding, passed: $0.passed) })
  }

  /// The failure of the command; `nil` when every check passed.
  package var failure: Failure? {
    let wrong = checks.count { !$0.passed }
    guard wrong > 0 else { return nil }
    return Failure(.internalError, "\(wrong) of \(checks.count) answers are wrong")
  }
}
