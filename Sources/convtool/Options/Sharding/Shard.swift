import ArgumentParser

/// One of several equal parts of a list of inputs.
struct Shard: ExpressibleByArgument {
  static let allValueStrings = ["I/N with 1 ≤ I ≤ N", "auto/N", "auto"]

  /// The part, counted from 1; `nil` when the scheduler says it.
  private let index: Int?
  /// The number of parts; `nil` when the scheduler says it.
  private let count: Int?

  init?(argument: String) {
    if argument == "auto" {
      (index, count) = (nil, nil)
      return
    }
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]), count >= 1 else { return nil }
    self.count = count
    if parts[0] == "auto" {
      index = nil
    } else {
      guard let index = Int(parts[0]), (1...count).contains(index) else { return nil }
      self.index = index
    }
  }

  /// Returns the inputs of this part; for `auto`, the scheduler's variables say which one it is.
  ///
  /// The number of a task stands for the part that it is modulo the number of parts, 0 for the last,
  /// whatever the tasks count from: a task that is run again, alone, does the same inputs.
  func selected(of inputs: [String]) throws -> [String] {
    let (index, count) = try part()
    return inputs.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }

  private func part() throws -> (index: Int, count: Int) {
    if let index, let count { return (index, count) }
    let task = try SchedulerTask.current()
    if let count {
      guard !task.isAlone || count == 1 else {
        throw Failure(
          .usage,
          "--shard auto/\(count): \(task.variable) is of one process alone: give the part, "
            + "--shard I/\(count)")
      }
      let remainder = task.number % count
      return (remainder == 0 ? count : remainder, count)
    }
    guard let tasks = task.tasks else {
      throw Failure(
        .usage,
        "--shard auto: \(task.variable) is set, but not how many tasks there are without gaps; "
          + "give it: --shard auto/N")
    }
    guard tasks.contains(task.number) else {
      throw Failure(
        .usage,
        "--shard auto: \(task.variable) \(task.number) is none of \(tasks.count) tasks from "
          + "\(tasks.lowerBound)")
    }
    return (task.number - tasks.lowerBound + 1, tasks.count)
  }
}
