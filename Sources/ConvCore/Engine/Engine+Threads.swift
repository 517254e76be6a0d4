import Dispatch
import Synchronization

extension Engine {
  /// Calls `body` once for each index below `count`, on several threads.
  ///
  /// A free thread takes the next index, so indices begin in their order.
  package func concurrently(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, count)
    guard threads > 1 else { return (0..<count).forEach(body) }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}
