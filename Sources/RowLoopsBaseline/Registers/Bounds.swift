// What a loop reads and writes is checked once a call, in release builds as well: the loops use
// pointers, and a wrong call has to stop before it touches memory outside a span.

/// Requires that `count` values from `start` on lie among `total`.
@inline(__always)
func requireRange(_ start: Int, _ count: Int, of total: Int) {
  precondition(start >= 0 && count >= 0 && start <= total - count, "a loop outside its span")
}

/// Requires that each of several rows of `count` values lies among `total`.
///
/// - Parameter offsets: Where the rows begin, counted from `base`.
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
