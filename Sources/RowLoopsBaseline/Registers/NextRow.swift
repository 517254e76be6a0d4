import CSystem

// A row of a photograph is short, a few pages at most, and the processor finds its pattern anew in
// each: a loop that waits for memory where every row begins took twice as long as its arithmetic.
// So loops ask for the row that follows while they compute one. Hints alone: what lies there is
// not touched, and a wrong guess costs nothing but itself.

/// Asks for the line of a place that will be read.
@inline(__always)
func willRead(_ place: UnsafeRawPointer, ahead: Int) {
  prefetch_to_read(UnsafeRawPointer(bitPattern: UInt(bitPattern: place) &+ UInt(bitPattern: ahead)))
}

/// Asks for the line of a place that will be written.
@inline(__always)
func willWrite(_ place: UnsafeRawPointer, ahead: Int) {
  prefetch_to_write(
    UnsafeRawPointer(bitPattern: UInt(bitPattern: place) &+ UInt(bitPattern: ahead)))
}
