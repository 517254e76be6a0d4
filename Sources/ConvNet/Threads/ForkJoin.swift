import Foundation
import Synchronization

/// Hands one piece of work after another to waiting threads.
///
/// The threads poll for about a millisecond before they sleep, so that a call costs about a
/// microsecond while calls follow one another closely.
final class ForkJoin: Sendable {
  /// The last call: its number · 2¹⁶ + the number of threads that must answer; 0 of them for a
  /// shared work, which any thread may join.
  private let call = Atomic(0)
  /// Of a shared work: its call's number · 2¹⁶ + 2¹⁵ while threads may join + the number of those
  /// at work.
  private let gate = Atomic(0)
  private static let open = 1 << 15
  private let pending = Atomic(0)
  private let isClosed = Atomic(false)
  private let work = Mutex<(@Sendable (Int) -> Void)?>(nil)
  private let bell = NSCondition()

  /// Hands a work to the members from 1 to `helpers`, which must all come.
  func publish(_ work: @escaping @Sendable (Int) -> Void, helpers: Int) {
    self.work.withLock { $0 = work }
    pending.store(helpers, ordering: .releasing)
    ring(nextNumber << 16 | helpers)
  }

  /// Waits until all helpers of ``publish(_:helpers:)`` are done.
  func waitForHelpers() {
    while !ForkJoin.sees({ pending.load(ordering: .acquiring) == 0 }) { sched_yield() }
    // Release the closure now, so that its captured objects do not live until the next call.
    work.withLock { $0 = nil }
  }

  /// Offers a work to all members that come before ``withdraw()``.
  func offer(_ work: @escaping @Sendable (Int) -> Void) {
    self.work.withLock { $0 = work }
    let next = nextNumber
    gate.store(next << 16 | ForkJoin.open, ordering: .releasing)
    ring(next << 16)
  }

  /// Ends a shared work: no thread joins from now on, and those at work are waited for.
  func withdraw() {
    gate.bitwiseAnd(~ForkJoin.open, ordering: .acquiringAndReleasing)
    while !ForkJoin.sees({ gate.load(ordering: .acquiring) & (ForkJoin.open - 1) == 0 }) {
      sched_yield()
    }
    work.withLock { $0 = nil }
  }

  /// Sends all members home.
  func close() {
    isClosed.store(true, ordering: .releasing)
    ring(nextNumber << 16)
  }

  /// Forgets earlier calls, so that members can serve again; no member may be serving.
  func reopen() {
    call.store(0, ordering: .relaxed)
    gate.store(0, ordering: .relaxed)
    isClosed.store(false, ordering: .releasing)
  }

  /// Takes part in the calls, as the member with the given number from 1, until ``close()``.
  func serve(_ member: Int) {
    var done = 0
    while true {
      done = nextCall(after: done)
      if isClosed.load(ordering: .acquiring) { return }
      let helpers = done & 0xFFFF
      if helpers == 0 {
        guard joins(done >> 16) else { continue }
        if let work = work.withLock({ $0 }) { work(member) }
        gate.subtract(1, ordering: .acquiringAndReleasing)
      } else if member <= helpers {
        if let work = work.withLock({ $0 }) { work(member) }
        pending.subtract(1, ordering: .acquiringAndReleasing)
      }
    }
  }

  private var nextNumber: Int { call.load(ordering: .relaxed) >> 16 + 1 }

  /// Joins the shared work of a call; `false` when it has ended.
  private func joins(_ number: Int) -> Bool {
    var now = gate.load(ordering: .acquiring)
    while now >> 16 == number && now & ForkJoin.open != 0 {
      let (exchanged, other) = gate.compareExchange(
        expected: now, desired: now + 1, ordering: .acquiringAndReleasing)
      if exchanged { return true }
      now = other
    }
    return false
  }

  private func nextCall(after done: Int) -> Int {
    for _ in 0..<200 {
      if ForkJoin.sees({ call.load(ordering: .acquiring) != done }) {
        return call.load(ordering: .acquiring)
      }
      sched_yield()
    }
    bell.lock()
    defer { bell.unlock() }
    while call.load(ordering: .acquiring) == done { bell.wait() }
    return call.load(ordering: .acquiring)
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
    call.store(next, ordering: .releasing)
    bell.broadcast()
    bell.unlock()
  }
}
