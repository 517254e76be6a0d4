import Foundation
import Synchronization

/// Threads that wait for the next piece of work while training runs.
///
/// A training step takes a few milliseconds and its threads synchronize twice. Waking sleeping
/// threads, as Dispatch does, costs up to 5 % of a step. The workers poll for about a millisecond
/// before they sleep.
package final class WorkerPool: Sendable {
  /// The number of threads, including the caller.
  package let count: Int

  private let state = State()

  /// Starts the threads.
  package init(count: Int) {
    self.count = max(1, count)
    for member in 1..<self.count {
      Thread.detachNewThread { [state] in state.serve(member) }
    }
  }

  deinit { state.close() }

  /// Calls `work` with each number below `count`, one call on each thread, and waits for all calls.
  package func perform(_ work: @escaping @Sendable (Int) -> Void) {
    guard count > 1 else { return work(0) }
    state.publish(work, helpers: count - 1)
    work(0)
    state.waitForHelpers()
  }

  /// Calls `work` on this thread, and on the other ones if they come before this thread is done.
  ///
  /// For work that any thread takes piece by piece: on a machine that is busy with other programs a
  /// thread may wake too late to help, and nobody waits for it.
  package func share(_ work: @escaping @Sendable (Int) -> Void) {
    guard count > 1 else { return work(0) }
    state.offer(work)
    work(0)
    state.withdraw()
  }

  private final class State: Sendable {
    /// Grows with each call; even for `perform`, which all threads answer, odd for `share`.
    private let round = Atomic(0)
    /// Of a shared work: its round · 2¹⁶ + 2¹⁵ while threads may join + the number of those at work.
    private let gate = Atomic(0)
    private static let open = 1 << 15
    private let pending = Atomic(0)
    private let isClosed = Atomic(false)
    private let work = Mutex<(@Sendable (Int) -> Void)?>(nil)
    private let bell = NSCondition()

    func publish(_ work: @escaping @Sendable (Int) -> Void, helpers: Int) {
      self.work.withLock { $0 = work }
      pending.store(helpers, ordering: .releasing)
      ring((round.load(ordering: .relaxed) | 1) + 1)
    }

    func offer(_ work: @escaping @Sendable (Int) -> Void) {
      self.work.withLock { $0 = work }
      let next = (round.load(ordering: .relaxed) + 1) | 1
      gate.store(next << 16 | State.open, ordering: .releasing)
      ring(next)
    }

    /// Ends a shared work: no thread joins from now on, and those at work are waited for.
    func withdraw() {
      gate.bitwiseAnd(~State.open, ordering: .acquiringAndReleasing)
      while !State.sees({ gate.load(ordering: .acquiring) & (State.open - 1) == 0 }) {
        sched_yield()
      }
      work.withLock { $0 = nil }
    }

    /// Joins the shared work of a round; `false` when it has ended.
    private func joins(_ round: Int) -> Bool {
      var now = gate.load(ordering: .acquiring)
      while now >> 16 == round && now & State.open != 0 {
        let (exchanged, other) = gate.compareExchange(
          expected: now, desired: now + 1, ordering: .acquiringAndReleasing)
        if exchanged { return true }
        now = other
      }
      return false
    }

    func waitForHelpers() {
      while !State.sees({ pending.load(ordering: .acquiring) == 0 }) { sched_yield() }
      // Release the closure now, so that its captured objects do not live until the next call.
      work.withLock { $0 = nil }
    }

    func close() {
      isClosed.store(true, ordering: .releasing)
      ring((round.load(ordering: .relaxed) | 1) + 1)
    }

    func serve(_ member: Int) {
      var done = 0
      while true {
        done = nextRound(after: done)
        if isClosed.load(ordering: .acquiring) { return }
        if done % 2 == 1 {
          guard joins(done) else { continue }
          if let work = work.withLock({ $0 }) { work(member) }
          gate.subtract(1, ordering: .acquiringAndReleasing)
          continue
        }
        if let work = work.withLock({ $0 }) { work(member) }
        pending.subtract(1, ordering: .acquiringAndReleasing)
      }
    }

    private func nextRound(after done: Int) -> Int {
      for _ in 0..<200 {
        if State.sees({ round.load(ordering: .acquiring) != done }) {
          return round.load(ordering: .acquiring)
        }
        sched_yield()
      }
      bell.lock()
      defer { bell.unlock() }
      while round.load(ordering: .acquiring) == done { bell.wait() }
      return round.load(ordering: .acquiring)
    }

    /// Polls a condition for some microseconds.
    ///
    /// Polling between yields matters: the system leaves threads that only yield together on one
    /// core.
    @inline(__always)
    private static func sees(_ condition: () -> Bool) -> Bool {
      for _ in 0..<4000 where condition() { return true }
      return false
    }

    private func ring(_ next: Int) {
      bell.lock()
      round.store(next, ordering: .releasing)
      bell.broadcast()
      bell.unlock()
    }
  }
}
