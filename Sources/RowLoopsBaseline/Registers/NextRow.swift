import CSystem

// A row of a photograph is short, a few pages at most, and the processor detects the access pattern
// anew in each row: a loop that waited for memory at the beginning of every row took twice as long
// as its arithmetic. Loops therefore prefetch the next row while they compute a row. Prefetches are
// only hints: they do not access the memory, and a wrong address costs nothing but the hint itself.

/// Prefetches a cache line for reading, `ahead` bytes after `place`.
@inline(__always)
func willRead(_ place: UnsafeRawPointer, ahead: Int) {
  prefetch_to_read(UnsafeRawPointer(bitPattern: UInt(bitPattern: place) &+ UInt(bitPattern: ahead)))
}

/// Prefetches a cache line for writing, `ahead` bytes after `place`.
@inline(__always)
func willWrite(_ place: UnsafeRawPointer, ahead: Int) {
  prefetch_to_write(
    UnsafeRawPointer(bitPattern: UInt(bitPattern: place) &+ UInt(bitPattern: ahead)))
}
