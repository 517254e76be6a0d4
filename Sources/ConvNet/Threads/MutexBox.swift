import ConvCore
import RowLoops
import Synchronization

/// A class around a mutex, so that arrays can hold mutexes.
final class MutexBox<Value: Sendable>: Sendable {
  let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
}
