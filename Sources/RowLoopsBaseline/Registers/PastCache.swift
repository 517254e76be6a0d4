import CSystem

// A row that is written once and exceeds the cache is better stored past it: a usual store first
// reads the memory that it replaces, a third of all traffic of a filter whose output has the size
// of its input. Such stores need whole registers at aligned addresses.

/// Number of bytes of a cache line.
private let line = 64

/// Number of floats of a cache line.
let valuesPerLine = 16

/// Returns the number of values before the first value at a multiple of 64 bytes.
@inline(__always)
func valuesToLine<Value>(_ pointer: UnsafeMutablePointer<Value>) -> Int {
  let size = MemoryLayout<Value>.stride
  return (0 &- Int(bitPattern: pointer)) & (line &- 1) / size
}

/// Stores a register past the cache.
///
/// - Precondition: The address is a multiple of the register's size.
@inline(__always)
func storePastCache(_ vector: Vector, _ pointer: MutableFloats) {
  withUnsafePointer(to: vector) { from in
    #if LANES_16
      store_past_cache_64(pointer, from)
    #elseif LANES_8
      store_past_cache_32(pointer, from)
    #else
      store_past_cache_16(pointer, from)
    #endif
  }
}

extension Loops {
  package static func finishStores() { finish_stores_past_cache() }
}
