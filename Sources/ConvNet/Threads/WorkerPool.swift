import Foundation

/// Threads that wait for the next piece of work while training runs.
///
/// A training step takes a few milliseconds and its threads synchronize twice. Waking sleeping
/// threads, as Dispatch does, costs up to 5 % of a step.
package final class WorkerPool: Sendable {
  /// The number of threads, including the caller.
  package let count: Int

  private let calls = ForkJoin()

  /// Starts the threads.
  package init(count: Int) {
    self.count = max(1, count)
    for member in 1..<self.count {
      Thread.detachNewThread { [calls] in calls.serve(member) }
    }
  }

  deinit { calls.close() }

  /// Calls `work` with each number below `count`, one call on each thread, and waits for all calls.
  ///
  /// - Parameters:
  ///   - threads: The number of threads that take part; all of them unless given.
  ///   - work: The work; its argument is the number of the thread.
  package func perform(threads: Int? = nil, _ work: @escaping @Sendable (Int) -> Void) {
    let threads = min(threads ?? count, count)
    guard threads > 1 else { return work(0) }
    calls.publish(work, helpers: threads - 1)
    work(0)
    calls.waitForHelpers()
  }

  /// Calls `work` on this thread, and on the other ones if they come before this thread is done.
  ///
  /// For work that any thread takes piece by piece: on a machine that is busy with other programs a
  /// thread may wake too late to help, and nobody waits for it.
  package func share(_ work: @escaping @Sendable (Int) -> Void) {
    guard count > 1 else { return work(0) }
    calls.offer(work)
    work(0)
    calls.withdraw()
  }
}
