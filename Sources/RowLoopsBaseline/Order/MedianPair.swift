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
