internal import ConvNet
import Synchronization

/// Pieces of work that threads take one after another.
enum WorkQueue {
  /// The multiply-adds, or the values, that take less time than waking a thread.
  private static let smallest = 1 << 17

  /// Calls `work` for each number below `count`, on all threads.
  ///
  /// - Parameters:
  ///   - count: The number of pieces of work.
  ///   - workers: The threads.
  ///   - cost: About the multiply-adds of all pieces; few of them stay on one thread.
  ///   - work: Does the piece with the given number, while others are done.
  static func run(
    _ count: Int, _ workers: WorkerPool, cost: Int = .max,
    _ work: @escaping @Sendable (Int) -> Void
  ) {
    guard count > 1, workers.count > 1, cost >= smallest else {
      for index in 0..<count { work(index) }
      return
    }
    let next = Counter()
    workers.share { _ in
      while let index = next.take(below: count) { work(index) }
    }
  }

  private final class Counter: Sendable {
    private let value = Atomic(0)

    func take(below count: Int) -> Int? {
      let index = value.add(1, ordering: .relaxed).oldValue
      return index < count ? index : nil
    }
  }
}
