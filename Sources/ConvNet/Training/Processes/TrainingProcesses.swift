/// The processes that train one network together, seen from one of them.
///
/// All processes make the same calls in the same order; each call waits for all of them.
package protocol TrainingProcesses: Sendable {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// The number of processes.
  var count: Int { get }

  /// Sends each process a part of `values`, and receives a part from each.
  ///
  /// - Parameters:
  ///   - values: What this process sends.
  ///   - parts: By process, what it gets of `values`.
  ///   - received: Receives the parts of all processes.
  ///   - places: By process, where its part lies in `received`.
  func exchange(
    _ values: [Float], _ parts: [Range<Int>], into received: inout [Float], _ places: [Range<Int>])

  /// Completes `values`, of which each process holds one part.
  ///
  /// - Parameters:
  ///   - values: The values of all processes; those of this one are set.
  ///   - parts: By process, the values that it holds.
  func complete(_ values: inout [Float], _ parts: [Range<Int>])

  /// Joins bytes of all processes, in the order of the processes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of this process.
  ///   - sizes: The number of bytes of each process.
  /// - Returns: The bytes of the first process, then those of the second, and so on.
  func gather(_ bytes: [UInt8], sizes: [Int]) -> [UInt8]
}

extension TrainingProcesses {
  /// Divides pieces of work among the processes: one range each, whose sizes differ by at most 1.
  package func parts(of pieces: Int) -> [Range<Int>] {
    (0..<count).map { pieces * $0 / count..<pieces * ($0 + 1) / count }
  }

  /// The bytes of each process, of any number.
  package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    let sizes = gather([UInt64(bytes.count)]).map { Int($0[0]) }
    var rest = gather(bytes, sizes: sizes)[...]
    return sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  /// The numbers of each process; all processes have equally many.
  func gather(_ numbers: [UInt64]) -> [[UInt64]] {
    let bytes = WordBytes.bytes(numbers)
    let all = WordBytes.values(gather(bytes, sizes: [Int](repeating: bytes.count, count: count)))
    return (0..<count).map { Array(all[$0 * numbers.count..<($0 + 1) * numbers.count]) }
  }

  /// Whether all processes say `true`.
  package func allAgree(_ answer: Bool) -> Bool {
    gather([answer ? 1 : 0], sizes: [Int](repeating: 1, count: count)).allSatisfy { $0 == 1 }
  }

  /// The bytes that the first process has.
  package func fromFirst(_ bytes: [UInt8]) -> [UInt8] { gather(rank == 0 ? bytes : [])[0] }
}
