import Foundation

/// One of several equal parts of a list of inputs.
struct Shard {
  private let index: Int
  private let count: Int

  /// Parses `I/N`; for `auto`, reads both numbers from Slurm.
  init(_ text: String) throws {
    let numbers =
      text == "auto"
      ? try Shard.slurm()
      : text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count >= 1,
      (1...count).contains(index)
    else { throw Failure(.usage, "--shard takes I/N with 1 ≤ I ≤ N, or auto, not '\(text)'") }
    (self.index, self.count) = (index, count)
  }

  /// Whether the input at index `place`, counted from 0, belongs to this part.
  func contains(_ place: Int) -> Bool { place % count == index - 1 }

  private static func slurm() throws -> [Int?] {
    guard let task = try number("SLURM_ARRAY_TASK_ID"),
      let count = try number("SLURM_ARRAY_TASK_COUNT")
    else {
      throw Failure(.usage, "--shard auto needs SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT")
    }
    // The tasks of an array count from SLURM_ARRAY_TASK_MIN, which is often 0 or 1.
    let first = try number("SLURM_ARRAY_TASK_MIN") ?? 1
    guard count >= 1, task >= first, task - first < count else {
      throw Failure(
        .usage,
        "--shard auto: SLURM_ARRAY_TASK_ID \(task) is none of \(count) tasks from \(first)")
    }
    return [task - first + 1, count]
  }

  /// The nonnegative integer in an environment variable; `nil` when the variable is not set.
  private static func number(_ name: String) throws -> Int? {
    guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
    guard let number = Int(text), (0...Int(Int32.max)).contains(number) else {
      throw Failure(.usage, "\(name) is a whole number from 0, not '\(text)'")
    }
    return number
  }
}
