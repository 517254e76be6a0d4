import Foundation
import ImageCodecs

/// The inputs of a command: arguments, lists and shards.
struct InputList {
  /// Every input, before sharding: names are derived from all of them.
  let all: [String]
  /// Those to process.
  let selected: [String]

  init(_ options: InputOptions) throws {
    var paths = options.inputs
    if let list = options.filesFrom { paths += try InputList.lines(of: list) }
    guard !paths.isEmpty else {
      throw Failure(.usage, "no input: name a JPEG, PNG or NPY file, or - for standard input")
    }
    let standardInputs = paths.count { $0 == "-" } + (options.filesFrom == "-" ? 1 : 0)
    guard standardInputs <= 1 else { throw Failure(.usage, "standard input is named twice") }
    all = paths
    if let shard = options.shard {
      let (index, count) = try InputList.shard(shard)
      selected = paths.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
    } else {
      selected = paths
    }
  }

  private static func lines(of list: String) throws -> [String] {
    let data: Data
    if list == "-" {
      data = try WholeFile.contents(.standardInput, "standard input")
    } else {
      guard let contents = try WholeFile.contents(list) else {
        throw Failure(.noInput, "\(list): no such list of files")
      }
      data = contents
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func shard(_ text: String) throws -> (index: Int, count: Int) {
    let environment = ProcessInfo.processInfo.environment
    let parts: [Int?]
    if text == "auto" {
      guard let task = environment["SLURM_ARRAY_TASK_ID"].flatMap(Int.init),
        let count = environment["SLURM_ARRAY_TASK_COUNT"].flatMap(Int.init)
      else {
        throw Failure(
          .usage, "--shard auto needs SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT")
      }
      // Arrays count from SLURM_ARRAY_TASK_MIN, which is often 0 or 1.
      let first = environment["SLURM_ARRAY_TASK_MIN"].flatMap(Int.init) ?? 1
      parts = [task - first + 1, count]
    } else {
      parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(index)
    else { throw Failure(.usage, "--shard takes I/N with 1 ≤ I ≤ N, or auto, not '\(text)'") }
    return (index, count)
  }
}
