import ConvCore
import Foundation
import ImageFilters
import RowLoopsBaseline
import RowLoops
import Synchronization

/// The limits of the machine: copying alone, and arithmetic alone.
struct MachinePeak {
  /// The bytes read and written per second.
  let copiedBytes: Double
  /// The float multiply-adds per second.
  let products: Double

  init(threads: Int, repetitions: Int, engine: Engine = .preferred) {
    products = MachinePeak.products(threads, repetitions, engine)
    copiedBytes = MachinePeak.copiedBytes(threads, repetitions, engine)
  }

  private static func products(_ threads: Int, _ repetitions: Int, _ engine: Engine) -> Double {
    let rounds = 4_000_000
    let operations = Mutex(0)
    let seconds = median(of: repetitions) {
      operations.withLock { $0 = 0 }
      onEveryThread(threads) { _ in
        var sums = [Float](repeating: 1, count: 16 * 16)
        var span = sums.mutableSpan
        let count = engine.loops.multiplyAddPeak(rounds: rounds, factor: 0.5, into: &span)
        operations.withLock { $0 += count }
      }
    }
    return Double(operations.withLock { $0 }) / 2 / seconds
  }

  /// Copies 48 MB, more than the caches hold: the bytes of a 3000×4000 picture of floats.
  private static func copiedBytes(_ threads: Int, _ repetitions: Int, _ engine: Engine) -> Double {
    let count = 12_000_000 / threads
    let source: [Float] = zeros(count: count)
    let targets = (0..<threads).map { _ in Room(count) }
    let copy: @Sendable (Int) -> Void = { index in
      targets[index].floats.withLock { floats in
        var span = floats.mutableSpan
        engine.loops.copy(source.span, from: 0, into: &span, at: 0, count: count)
      }
    }
    onEveryThread(threads, copy)
    let seconds = median(of: repetitions) { onEveryThread(threads, copy) }
    return Double(threads * count * 8) / seconds
  }

  private final class Room: Sendable {
    let floats: Mutex<[Float]>

    init(_ count: Int) { floats = Mutex(zeros(count: count)) }
  }

  private static func onEveryThread(_ threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: threads, execute: body)
  }
}
