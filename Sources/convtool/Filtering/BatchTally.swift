import ImageCodecs
import Synchronization

/// Counts the files of a batch, and prints a line of JSON for each if that is asked for.
final class BatchTally: Sendable {
  /// What became of a file.
  enum Outcome: Sendable {
    /// Its result is at this path.
    case done(String)
    /// A newer result is at this path already.
    case skipped(String)
    case failed(Failure)
  }

  private struct Counts {
    var done = 0
    var skipped = 0
    var failed = 0
  }

  /// The JSON object of one file.
  private struct Record: Encodable {
    let input: String
    @JSONNullable var output: String? = nil
    let status: String
    @JSONNullable var code: Int? = nil
    @JSONNullable var message: String? = nil
  }

  private let printsRecords: Bool
  private let counts = Mutex(Counts())

  /// Creates a tally.
  ///
  /// - Parameter printsRecords: Whether each file has a line of JSON on standard output.
  init(printsRecords: Bool) { self.printsRecords = printsRecords }

  /// Adds a file.
  func add(_ input: String, _ outcome: Outcome) throws {
    let record: Record
    switch outcome {
    case .done(let path): record = Record(input: input, output: path, status: "done")
    case .skipped(let path): record = Record(input: input, output: path, status: "skipped")
    case .failed(let failure):
      record = Record(
        input: input, status: "failed", code: Int(failure.code.rawValue), message: failure.message)
    }
    try counts.withLock { counts in
      switch outcome {
      case .done: counts.done += 1
      case .skipped: counts.skipped += 1
      case .failed: counts.failed += 1
      }
      // Under the lock: lines of several threads stay apart.
      if printsRecords { print(try JSONOutput.text(record)) }
    }
  }

  /// Whether a file has failed.
  var hasFailures: Bool { counts.withLock { $0.failed > 0 } }

  /// The closing line: `59 of 60 done, 1 failed, 0 skipped`.
  var line: String {
    counts.withLock { counts in
      "\(counts.done) of \(counts.done + counts.skipped + counts.failed) done, \(counts.failed) failed, "
        + "\(counts.skipped) skipped"
    }
  }
}
