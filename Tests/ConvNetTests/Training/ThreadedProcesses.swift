import ConvNet
import Foundation
import Synchronization

/// Threads of one program in the place of processes.
struct ThreadedProcesses: TrainingProcesses {
  let rank: Int
  private let meeting: Meeting

  var count: Int { meeting.count }

  /// Calls a closure on one thread for each process; returns the results in the order of the processes.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadedProcesses) -> Result
  ) -> [Result] {
    let meeting = Meeting(count: count)
    let results = Mutex([Result?](repeating: nil, count: count))
    let done = DispatchGroup()
    for rank in 0..<count {
      done.enter()
      Thread.detachNewThread {
        let result = body(ThreadedProcesses(rank: rank, meeting: meeting))
        results.withLock { $0[rank] = result }
        done.leave()
      }
    }
    done.wait()
    return results.withLock { $0.compactMap { $0 } }
  }

  func exchange(
    _ values: [Float], _ parts: [Range<Int>], into received: inout [Float], _ places: [Range<Int>]
  ) {
    let all = meeting.share(parts.map { Array(values[$0]) }, rank)
    for (process, place) in places.enumerated() {
      let sent = all[process][rank]
      precondition(sent.count == place.count, "\(sent.count) values for \(place.count)")
      received.replaceSubrange(place, with: sent)
    }
  }

  func complete(_ values: inout [Float], _ parts: [Range<Int>]) {
    let all = meeting.share([Array(values[parts[rank]])], rank)
    for (process, part) in parts.enumerated() {
      values.replaceSubrange(part, with: all[process][0])
    }
  }

  func gather(_ bytes: [UInt8], sizes: [Int]) -> [UInt8] {
    precondition(bytes.count == sizes[rank])
    return meeting.share([bytes.map(Float.init)], rank).flatMap { $0[0].map(UInt8.init) }
  }

  /// Where all threads wait for one another.
  private final class Meeting: @unchecked Sendable {
    let count: Int
    private let condition = NSCondition()
    private var shares: [[[Float]]]
    private var result: [[[Float]]] = []
    private var arrived = 0
    private var number = 0

    init(count: Int) {
      self.count = count
      shares = [[[Float]]](repeating: [], count: count)
    }

    /// Returns what each thread shares.
    func share(_ values: [[Float]], _ rank: Int) -> [[[Float]]] {
      condition.lock()
      defer { condition.unlock() }
      shares[rank] = values
      arrived += 1
      let own = number
      if arrived == count {
        (result, arrived) = (shares, 0)
        number += 1
        condition.broadcast()
      }
      while number == own { condition.wait() }
      return result
    }
  }
}
