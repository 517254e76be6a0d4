/// The result of a check with a known answer, run on this build and machine.
package struct SelfCheck: Sendable {
  /// The name of the check.
  package let name: String
  /// The finding, in a few words.
  package let finding: String
  /// Whether the finding is the known answer.
  package let passed: Bool

  /// Creates the result of a check.
  package init(name: String, finding: String, passed: Bool) {
    self.name = name
    self.finding = finding
    self.passed = passed
  }

  /// Runs all checks: definitions, borders, methods, instruction sets, threads and files.
  ///
  /// - Parameter threads: The number of threads whose result is compared with that of one thread.
  /// - Returns: A result for each check, in the order that they are printed.
  package static func all(threads: Int) -> [SelfCheck] {
    CheckBattery(subject: .program).answers(threads: threads)
  }
}
