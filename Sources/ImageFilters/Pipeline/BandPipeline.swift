import Foundation
import Synchronization

/// Runs jobs in three steps on a fixed number of threads.
///
/// Jobs are produced in order by one thread at a time, transformed by any thread, and consumed in
/// order by one thread at a time. Decoding, filtering and encoding of a picture are such steps and
/// overlap. At most ``threads`` + 2 jobs are in flight, and results do not depend on the number of
/// threads.
package struct BandPipeline: Sendable {
  /// The number of threads, including the caller's.
  package let threads: Int

  /// Creates a pipeline with a number of threads.
  package init(threads: Int) { self.threads = threads }

  /// Runs until `produce` returns `nil`.
  ///
  /// - Parameters:
  ///   - produce: Returns the next job, or `nil` at the end.
  ///   - transform: Turns a job into its product; called by several threads at once.
  ///   - consume: Takes the products in the order of their jobs.
  /// - Throws: The first error of any step; jobs in flight are dropped.
  package func run<Job: Sendable, Product: Sendable>(
    produce: @escaping @Sendable () throws -> Job?,
    transform: @escaping @Sendable (Job) throws -> Product,
    consume: @escaping @Sendable (Product) throws -> Void
  ) throws {
    let workers = PipelineWorkers<Job, Product>(
      limit: threads + 2, produce: produce, transform: transform, consume: consume)
    for _ in 1..<max(threads, 1) { Thread.detachNewThread { workers.work() } }
    workers.work()
    try workers.result()
  }
}

/// The shared state of the threads of one run: a free thread takes the step nearest to the end.
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
  /// Accessed only while holding ``changed``.
  ///
  /// An `NSCondition` is lock and condition in one, and thread sanitizers understand it.
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

  /// Waits for steps that other threads are still running, then throws the first error.
  func result() throws {
    changed.lock()
    defer { changed.unlock() }
    while state.working > 0 { changed.wait() }
    if let failure = state.failure { throw failure }
  }

  /// Chooses the next step; the caller holds the lock.
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

extension BandPipeline {
  /// Returns the products of all jobs, in their order.
  func collect<Job: Sendable, Product: Sendable>(
    _ produce: @escaping @Sendable () throws -> Job?,
    transform: @escaping @Sendable (Job) throws -> Product
  ) throws -> [Product] {
    let products = Mutex<[Product]>([])
    try run(
      produce: produce, transform: transform,
      consume: { product in products.withLock { $0.append(product) } })
    return products.withLock { $0 }
  }
}
