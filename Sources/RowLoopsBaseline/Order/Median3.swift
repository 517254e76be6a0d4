// 3×3 medians of any type, by sorting networks. Everything here is inlined into the loops of each
// type, so that no code is shared among the builds.

@inline(__always)
func lesser<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b < a ? b : a }
@inline(__always)
func greater<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b > a ? b : a }

@inline(__always)
func middle<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  greater(lesser(a, b), lesser(greater(a, b), c))
}

/// Three values in ascending order.
private struct Sorted3<Value: Comparable> {
  let low: Value
  let middle: Value
  let high: Value

  @inline(__always)
  init(_ a: Value, _ b: Value, _ c: Value) {
    self.init(low: lesser(a, b), high: greater(a, b), c)
  }

  /// Sorts two ordered values and a third value.
  @inline(__always)
  init(low: Value, high: Value, _ c: Value) {
    let inner = greater(low, c)
    self.low = lesser(low, c)
    middle = lesser(inner, high)
    self.high = greater(inner, high)
  }
}

/// Returns the median of nine values from three sorted columns (Smith, 1996).
///
/// The median is the middle value of three: the largest of the low values, the median of the middle
/// values and the smallest of the high values. Sorting a column again costs less than storing it
/// and loading it three times.
@inline(__always)
private func median3<Value: Comparable>(
  _ p: Sorted3<Value>, _ q: Sorted3<Value>, _ r: Sorted3<Value>
) -> Value {
  middle(
    greater(greater(p.low, q.low), r.low), middle(p.middle, q.middle, r.middle),
    lesser(lesser(p.high, q.high), r.high))
}

/// The 3×3 medians of one row.
struct MedianRow<Value: Comparable & BitwiseCopyable> {
  let a: UnsafePointer<Value>
  let b: UnsafePointer<Value>
  let c: UnsafePointer<Value>
  let step: Int

  @inline(__always)
  init(_ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>, _ step: Int) {
    (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
    self.step = step
  }

  /// Computes a block of medians at a time.
  @inline(__always)
  func sweep<Block: BitwiseCopyable>(
    _ count: Int, into output: UnsafeMutablePointer<Value>, by _: Block.Type
  ) {
    let size = MemoryLayout<Block>.size / MemoryLayout<Value>.size
    guard count >= size else {
      for i in 0..<count { output[i] = median(at: i) }
      return
    }
    withUnsafeTemporaryAllocation(of: Value.self, capacity: size) { medians in
      guard let medians = medians.baseAddress else { return }
      var i = 0
      while i < count {
        // The last block begins early enough to be a whole block.
        if i + size > count { i = count - size }
        for k in 0..<size { medians[k] = median(at: i &+ k) }
        storeBlock(loadBlock(UnsafePointer(medians)) as Block, output + i)
        i += size
      }
    }
  }

  @inline(__always)
  private func median(at i: Int) -> Value {
    median3(column(i), column(i &+ step), column(i &+ 2 &* step))
  }

  @inline(__always)
  private func column(_ i: Int) -> Sorted3<Value> { Sorted3(a[i], b[i], c[i]) }
}

/// The medians of two neighboring rows, whose windows share two rows.
struct MedianPair<Value: Comparable & BitwiseCopyable> {
  let a: UnsafePointer<Value>
  let b: UnsafePointer<Value>
  let c: UnsafePointer<Value>
  let d: UnsafePointer<Value>
  let step: Int

  @inline(__always)
  init(_ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>, _ step: Int) {
    (a, b) = (input + rows[0], input + rows[1])
    (c, d) = (input + rows[2], input + rows[3])
    self.step = step
  }

  /// Computes both rows, a block of medians at a time.
  @inline(__always)
  func sweep<Block: BitwiseCopyable>(
    _ count: Int, into upper: UnsafeMutablePointer<Value>, _ lower: UnsafeMutablePointer<Value>,
    by _: Block.Type
  ) {
    let size = MemoryLayout<Block>.size / MemoryLayout<Value>.size
    guard count >= size else {
      for i in 0..<count { (upper[i], lower[i]) = medians(at: i) }
      return
    }
    withUnsafeTemporaryAllocation(of: Value.self, capacity: 2 &* size) { medians in
      guard let first = medians.baseAddress else { return }
      let second = first + size
      // The rows of the next pair, if the rows are contiguous.
      let bytes = MemoryLayout<Value>.size
      let (below, nextUpper) = (2 &* (d - c) &* bytes, 2 &* (lower - upper) &* bytes)
      var i = 0
      while i < count {
        // The last block begins early enough to be a whole block.
        if i + size > count { i = count - size }
        willRead(c + i, ahead: below)
        willRead(d + i, ahead: below)
        willWrite(upper + i, ahead: nextUpper)
        willWrite(lower + i, ahead: nextUpper)
        for k in 0..<size { (first[k], second[k]) = self.medians(at: i &+ k) }
        // A single load of the whole block makes the compiler keep the block in registers.
        storeBlock(loadBlock(UnsafePointer(first)) as Block, upper + i)
        storeBlock(loadBlock(UnsafePointer(second)) as Block, lower + i)
        i += size
      }
    }
  }

  @inline(__always)
  private func medians(at i: Int) -> (Value, Value) {
    let (p, q, r) = (columns(i), columns(i &+ step), columns(i &+ 2 &* step))
    return (median3(p.upper, q.upper, r.upper), median3(p.lower, q.lower, r.lower))
  }

  /// Sorts the columns of both windows; the two shared values are compared once.
  @inline(__always)
  private func columns(_ i: Int) -> (upper: Sorted3<Value>, lower: Sorted3<Value>) {
    let (low, high) = (lesser(b[i], c[i]), greater(b[i], c[i]))
    return (Sorted3(low: low, high: high, a[i]), Sorted3(low: low, high: high, d[i]))
  }
}
