/// Exit codes; those of sysexits where one matches.
package enum ExitStatus: Int32, CaseIterable {
  case someInputsFailed = 1
  case usage = 64
  case damagedInput = 65
  case noInput = 66
  case downloadImpossible = 69
  case internalError = 70
  case cannotCreate = 73
  case writeFailed = 74
  case overLimit = 75

  /// What a code says, for `convtool help exit-codes`.
  private var summary: String {
    switch self {
    case .someInputsFailed:
      "some inputs of a batch failed, the others are done; compare: the pictures differ"
    case .usage: "a wrong call: the message shows the right one"
    case .damagedInput: "broken, truncated or unsupported data"
    case .noInput: "no such input"
    case .downloadImpossible: "a download failed"
    case .internalError: "an error of this program"
    case .cannotCreate: "the output cannot be created, or exists and --force is missing"
    case .writeFailed:
      "writing failed: a full disk, or a closed pipe (without a message); or a training lost one of "
        + "its processes"
    case .overLimit:
      "over a limit; the message names the option that raises it; or a training that a scheduler's "
        + "signal (SIGTERM, SIGUSR1, SIGXCPU) ended after a checkpoint"
    }
  }

  /// All codes with what they say, in order.
  static var explanations: [(String, String)] {
    [("0", "done")] + allCases.map { ("\($0.rawValue)", $0.summary) } + [
      ("130", "interrupted (Ctrl-C)"), ("143", "terminated"),
    ]
  }
}
