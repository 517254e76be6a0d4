/// The result of a check with a known answer, run on this build and machine.
public struct SelfCheck: Sendable {
  /// The name of the check.
  public let name: String
  /// The finding, in a few words.
  public let finding: String
  /// Whether the finding is the known answer.
  public let passed: Bool

  /// Creates the result of a check.
  package init(name: String, finding: String, passed: Bool) {
    self.name = name
    self.finding = finding
    self.passed = passed
  }

  /// Runs all checks: definitions, borders, methods, instruction sets, threads and files.
  ///
  /// - Parameter threads: The number of threads whose result is compared with that of one thread.
  public static func all(threads: Int) -> [SelfCheck] {
    CheckBattery(subject: .program).answers(threads: threads)
  }
}
