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
