internal import RowLoops

// The bounds of a loop's inputs and outputs are checked once per call, also in release builds: the
// loops use pointers, so a wrong call has to stop before accessing memory outside a span.

/// Requires that `count` values from `start` on lie in an array of `total` values.
@inline(__always)
func requireRange(_ start: Int, _ count: Int, of total: Int) {
  precondition(start >= 0 && count >= 0 && start <= total - count, "a loop outside its span")
}

/// Requires that each of several rows of `count` values lies in an array of `total` values.
///
/// - Parameters:
///   - offsets: The offsets of the rows, counted from `base`.
///   - base: The index that the offsets are counted from.
///   - count: The number of values of a row.
///   - total: The number of values of the array.
@inline(__always)
func requireRanges(_ offsets: Span<Int>, from base: Int, _ count: Int, of total: Int) {
  offsets.withUnsafeBufferPointer { offsets in
    guard let values = offsets.baseAddress else { return }
    var (first, last) = (Int.max, Int.min)
    for i in 0..<offsets.count {
      first = values[i] < first ? values[i] : first
      last = values[i] > last ? values[i] : last
    }
    if !offsets.isEmpty { requireRange(base + first, last - first + count, of: total) }
  }
}

/// Requires that the output rows of a stack, `count` values each from `start` on, lie in an array
/// of `total` values.
@inline(__always)
func requireStack(_ stack: RowStack, at start: Int, _ count: Int, of total: Int) {
  precondition(stack.rows > 0 && stack.inputStride >= 0 && stack.outputStride >= 0)
  requireRange(start, (stack.rows - 1) * stack.outputStride + count, of: total)
}
