import ArgumentParser
import Foundation

/// One of several equal parts of a list of inputs.
struct Shard: ExpressibleByArgument {
  static let allValueStrings = ["I/N with 1 ≤ I ≤ N", "auto"]

  /// The part, counted from 1, and the number of parts; `nil` when the scheduler says both.
  private let part: (index: Int, count: Int)?

  init?(argument: String) {
    if argument == "auto" {
      part = nil
      return
    }
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count >= 1,
      (1...count).contains(index)
    else { return nil }
    part = (index, count)
  }

  /// Returns the inputs of this part; for `auto`, reads the part from Slurm's variables.
  func selected(of inputs: [String]) throws -> [String] {
    let (index, count) = try part ?? Shard.slurm()
    return inputs.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }

  private static func slurm() throws -> (index: Int, count: Int) {
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
    return (task - first + 1, count)
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
