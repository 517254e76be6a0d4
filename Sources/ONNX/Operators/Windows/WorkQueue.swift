internal import ConvNet
import Synchronization

/// Pieces of work that threads take one after another.
enum WorkQueue {
  /// Calls `work` for each number below `count`, on all threads.
  static func run(_ count: Int, _ crew: WorkerPool, _ work: @escaping @Sendable (Int) -> Void) {
    guard count > 1, crew.count > 1 else {
      for index in 0..<count { work(index) }
      return
    }
    let next = Counter()
    crew.perform { _ in
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
