import ConvCore
import RowLoops
import Synchronization

/// A value behind a mutex, for arrays to hold.
final class MutexBox<Value: Sendable>: Sendable {
  let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
}
