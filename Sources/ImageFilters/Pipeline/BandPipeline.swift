import Foundation

/// Runs jobs in three steps on a fixed number of threads: made in order by one thread at a time,
/// transformed by any, consumed in order by one at a time.
///
/// Decoding, filtering and encoding of a picture are such steps: they overlap, no more than
/// ``threads`` + 2 jobs are in flight, and what comes out does not depend on the number of threads.
package struct BandPipeline: Sendable {
  /// Threads at work, the caller's included.
  package let threads: Int

  /// Creates a pipeline.
  package init(threads: Int) { self.threads = threads }

  /// Runs until `produce` has nothing more.
  ///
  /// - Parameters:
  ///   - produce: The next job, or `nil` at the end.
  ///   - transform: Turns a job into its result; called by several threads at once.
  ///   - consume: Takes the results in the order of their jobs.
  /// - Throws: The first error of any step; jobs in flight are dropped.
  package func run<Job: Sendable, Product: Sendable>(
    produce: @escaping @Sendable () throws -> Job?,
    transform: @escaping @Sendable (Job) throws -> Product,
    consume: @escaping @Sendable (Product) throws -> Void
  ) throws {
    let crew = PipelineWorkers<Job, Product>(
      limit: threads + 2, produce: produce, transform: transform, consume: consume)
    for _ in 1..<max(threads, 1) { Thread.detachNewThread { crew.work() } }
    crew.work()
    try crew.result()
  }
}

/// The shared state of the threads of one run: whoever is free takes the step nearest to the end.
private final class PipelineWorkers<Job: Sendable, Product: Sendable>: @unchecked Sendable {
  private enum Step {
    case consume(Product)
    case transform(Int, Job)
    case produce
    case wait
    case stop
  }

  private struct State {
    var waiting: [(index: Int, job: Job)] = []
    var finished: [Int: Product] = [:]
    var produced = 0
    var consumed = 0
    var isProducing = false
    var isConsuming = false
    var isExhausted = false
    var working = 0
    var failure: (any Error)?
  }

  private let limit: Int
  private let produce: @Sendable () throws -> Job?
  private let transform: @Sendable (Job) throws -> Product
  private let consume: @Sendable (Product) throws -> Void
  /// Touched only by who holds ``changed``: one lock for both, and one that thread sanitizers know.
  private var state = State()
  private let changed = NSCondition()

  init(
    limit: Int, produce: @escaping @Sendable () throws -> Job?,
    transform: @escaping @Sendable (Job) throws -> Product,
    consume: @escaping @Sendable (Product) throws -> Void
  ) {
    self.limit = limit
    self.produce = produce
    self.transform = transform
    self.consume = consume
  }

  func work() {
    while true {
      changed.lock()
      var step = next()
      while case .wait = step {
        changed.wait()
        step = next()
      }
      changed.unlock()
      if case .stop = step { return }
      perform(step)
    }
  }

  /// Waits for the steps that other threads are still in, then reports the first error.
  func result() throws {
    changed.lock()
    defer { changed.unlock() }
    while state.working > 0 { changed.wait() }
    if let failure = state.failure { throw failure }
  }

  /// What to do now; called by who holds the lock.
  private func next() -> Step {
    if state.failure != nil { return .stop }
    if state.isExhausted && state.consumed == state.produced { return .stop }
    let step: Step
    if !state.isConsuming, let product = state.finished.removeValue(forKey: state.consumed) {
      state.isConsuming = true
      step = .consume(product)
    } else if !state.waiting.isEmpty {
      let first = state.waiting.removeFirst()
      step = .transform(first.index, first.job)
    } else if !state.isProducing && !state.isExhausted
      && state.produced - state.consumed < limit
    {
      state.isProducing = true
      step = .produce
    } else {
      return .wait
    }
    state.working += 1
    return step
  }

  private func perform(_ step: Step) {
    do {
      switch step {
      case .consume(let product):
        try consume(product)
        update {
          $0.isConsuming = false
          $0.consumed += 1
        }
      case .transform(let index, let job):
        let product = try transform(job)
        update { $0.finished[index] = product }
      case .produce:
        let job = try produce()
        update { state in
          state.isProducing = false
          if let job {
            state.waiting.append((state.produced, job))
            state.produced += 1
          } else {
            state.isExhausted = true
          }
        }
      case .wait, .stop: return
      }
    } catch {
      update { if $0.failure == nil { $0.failure = error } }
    }
    update { $0.working -= 1 }
  }

  private func update(_ body: (inout State) -> Void) {
    changed.lock()
    body(&state)
    changed.broadcast()
    changed.unlock()
  }
}
