/// One question that has a known answer, asked of this build on this machine.
public struct SelfCheck: Sendable {
  /// What is checked.
  public let name: String
  /// What was found, in a few words.
  public let finding: String
  /// Whether that is the known answer.
  public let passed: Bool

  /// Creates an answered question.
  package init(name: String, finding: String, passed: Bool) {
    self.name = name
    self.finding = finding
    self.passed = passed
  }

  /// The whole battery: definitions, borders, methods, instruction sets, threads and files.
  ///
  /// - Parameter threads: How many to compare with one.
  public static func all(threads: Int) -> [SelfCheck] {
    CheckBattery(subject: .program).answers(threads: threads)
  }
}
