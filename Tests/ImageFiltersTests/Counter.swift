import Synchronization

/// A position that only moves forward.
final class Counter: Sendable {
  private let value = Mutex(0)

  /// Moves on and returns where it was.
  func advance(by count: Int) -> Int {
    value.withLock { value in
      defer { value += count }
      return value
    }
  }
}
