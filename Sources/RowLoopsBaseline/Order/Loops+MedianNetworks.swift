package import RowLoops

// Sorting networks of 9 and 25 values of any type. The loops are plain scalar loops, which the
// compiler vectorizes. The functions of any type are private and inlined into the loops of each
// type: as functions that other files see, they would become code that all builds share.

extension Loops {
  package static func medianPairs(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    pairs(
      input, rows: rows, step: step, stack, into: &output, at: start, count: count,
      by: SIMD64<UInt8>.self)
  }

  package static func medianPairs(
    _ input: Span<UInt16>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int
  ) {
    pairs(
      input, rows: rows, step: step, stack, into: &output, at: start, count: count,
      by: SIMD32<UInt16>.self)
  }

  package static func medianPairs(
    _ input: Span<Float>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    pairs(
      input, rows: rows, step: step, stack, into: &output, at: start, count: count,
      by: SIMD16<Float>.self)
  }

  package static func median(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt8>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireMedian(
      of: rows, step: step, input.count, work: work.count, at: start, count, of: output.count)
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  package static func median(
    _ input: Span<UInt16>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt16>,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int
  ) {
    requireMedian(
      of: rows, step: step, input.count, work: work.count, at: start, count, of: output.count)
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  package static func median(
    _ input: Span<Float>, rows: Span<Int>, step: Int, work: inout MutableSpan<Float>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    requireMedian(
      of: rows, step: step, input.count, work: work.count, at: start, count, of: output.count)
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  @inline(__always)
  private static func pairs<Value: Comparable & BitwiseCopyable, Block: BitwiseCopyable>(
    _ input: Span<Value>, rows: Span<Int>, step: Int, _ stack: RowStack,
    into output: inout MutableSpan<Value>, at start: Int, count: Int, by block: Block.Type
  ) {
    requireStack(stack, at: start, count, of: output.count)
    requireRanges(
      rows, from: 0, (stack.rows - 2) * stack.inputStride + count + 2 * step, of: input.count)
    precondition(rows.count == 4 && stack.rows % 2 == 0 && step >= 0)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          for row in stride(from: 0, to: stack.rows, by: 2) {
            let upper = output + start + row &* stack.outputStride
            MedianPair(input + row &* stack.inputStride, rows, step).sweep(
              count, into: upper, upper + stack.outputStride, by: block)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func requireMedian(
    of rows: Span<Int>, step: Int, _ inputs: Int, work: Int, at start: Int, _ count: Int,
    of outputs: Int
  ) {
    precondition(start >= 0 && step >= 0)
    requireRanges(rows, from: 0, count + (rows.count - 1) * step, of: inputs)
    precondition((rows.count == 3 || rows.count == 5) && start + count <= outputs)
    precondition(medianBlock + 4 * step <= medianRowStride && 5 * medianRowStride <= work)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func medians<Value: Comparable & BitwiseCopyable>(
    _ input: Span<Value>, rows: Span<Int>, step: Int, work: inout MutableSpan<Value>,
    into output: inout MutableSpan<Value>, at start: Int, count: Int
  ) {
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        work.withUnsafeMutableBufferPointer { work in
          output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let work = work.baseAddress,
              let output = output.baseAddress
            else { return }
            sortedMedians(input, rows, step, work, into: output + start, count)
          }
        }
      }
    }
  }
}

/// Number of medians computed at a time.
private let medianBlock = 512
/// Number of values from one row of sorted columns to the next: a block and the columns of its last
/// windows.
///
/// The stride is a constant because the compiler vectorizes only if it knows that the rows do not
/// overlap.
private let medianRowStride = 1088

/// Computes medians of 3 or 5 rows, block by block.
@inline(__always)
private func sortedMedians<Value: Comparable & BitwiseCopyable>(
  _ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>, _ step: Int,
  _ work: UnsafeMutablePointer<Value>, into output: UnsafeMutablePointer<Value>, _ count: Int
) {
  // A block on the stack also overlaps no other buffer.
  withUnsafeTemporaryAllocation(of: Value.self, capacity: medianBlock) { medians in
    guard let medians = medians.baseAddress else { return }
    for i in stride(from: 0, to: count, by: medianBlock) {
      let length = min(medianBlock, count - i)
      if rows.count == 3 {
        let row = MedianRow(input + i, rows, step)
        for k in 0..<length { medians[k] = row[k] }
      } else {
        sortColumns5(input + i, rows, into: work, length + 4 * step)
        median5(work, step, into: medians, length)
      }
      copyRow(medians, to: output + i, count: length)
    }
  }
}

@inline(__always)
private func lesser<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b < a ? b : a }
@inline(__always)
private func greater<Value: Comparable>(_ a: Value, _ b: Value) -> Value { b > a ? b : a }

@inline(__always)
private func middle<Value: Comparable>(_ a: Value, _ b: Value, _ c: Value) -> Value {
  greater(lesser(a, b), lesser(greater(a, b), c))
}

// MARK: 3×3

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

/// The medians of one row.
///
/// Its pointers are values of their own: in a function that reads them from `rows` for each median,
/// the loop was not vectorized and took ten times as long.
private struct MedianRow<Value: Comparable> {
  let a: UnsafePointer<Value>
  let b: UnsafePointer<Value>
  let c: UnsafePointer<Value>
  let step: Int

  @inline(__always)
  init(_ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>, _ step: Int) {
    (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
    self.step = step
  }

  @inline(__always)
  subscript(i: Int) -> Value {
    median3(column(i), column(i &+ step), column(i &+ 2 &* step))
  }

  @inline(__always)
  private func column(_ i: Int) -> Sorted3<Value> { Sorted3(a[i], b[i], c[i]) }
}

/// The medians of two neighboring rows, whose windows share two rows.
private struct MedianPair<Value: Comparable & BitwiseCopyable> {
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

// MARK: 5×5

/// Five values in ascending order, sorted by a network of nine exchanges.
///
/// The compiler removes the exchanges of values that are not used.
private struct Sorted5<Value: Comparable> {
  var a: Value
  var b: Value
  var c: Value
  var d: Value
  var e: Value

  @inline(__always)
  init(_ a: Value, _ b: Value, _ c: Value, _ d: Value, _ e: Value) {
    (self.a, self.b, self.c, self.d, self.e) = (a, b, c, d, e)
    exchange(&self.a, &self.d)
    exchange(&self.b, &self.e)
    exchange(&self.a, &self.c)
    exchange(&self.b, &self.d)
    exchange(&self.a, &self.b)
    exchange(&self.c, &self.e)
    exchange(&self.b, &self.c)
    exchange(&self.d, &self.e)
    exchange(&self.c, &self.d)
  }

  /// Values of the same rank from five sorted columns.
  @inline(__always)
  init(_ row: UnsafeMutablePointer<Value>, _ i: Int, _ step: Int) {
    self.init(
      row[i], row[i &+ step], row[i &+ 2 &* step], row[i &+ 3 &* step], row[i &+ 4 &* step])
  }
}

@inline(__always)
private func exchange<Value: Comparable>(_ low: inout Value, _ high: inout Value) {
  (low, high) = (lesser(low, high), greater(low, high))
}

@inline(__always)
private func sortColumns5<Value: Comparable>(
  _ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>,
  into sorted: UnsafeMutablePointer<Value>, _ count: Int
) {
  let (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
  let (d, e) = (input + rows[3], input + rows[4])
  for i in 0..<count {
    let column = Sorted5(a[i], b[i], c[i], d[i], e[i])
    sorted[i] = column.a
    sorted[medianRowStride &+ i] = column.b
    sorted[2 &* medianRowStride &+ i] = column.c
    sorted[3 &* medianRowStride &+ i] = column.d
    sorted[4 &* medianRowStride &+ i] = column.e
  }
}

/// Returns the median of 25 values whose columns are sorted.
///
/// After the rows are sorted too, the value at row r and column c (from 1) is no smaller than r · c
/// values and no larger than (6 − r)(6 − c) values. Twelve values therefore cannot be the 13th, six
/// at either end. The other values lie on three diagonals. On the lower diagonal, r + c = 5, only
/// the largest value can have six smaller values on the three diagonals. On the upper diagonal, r +
/// c = 7, only the smallest value can have six larger values. On the middle diagonal, neither the
/// smallest nor the largest value can be the median. Equally many values are dropped at either end,
/// so the median is the third of the remaining five.
@inline(__always)
private func median5<Value: Comparable>(
  _ sorted: UnsafeMutablePointer<Value>, _ step: Int, into output: UnsafeMutablePointer<Value>,
  _ count: Int
) {
  for i in 0..<count {
    let r1 = Sorted5(sorted, i, step)
    let r2 = Sorted5(sorted + medianRowStride, i, step)
    let r3 = Sorted5(sorted + 2 * medianRowStride, i, step)
    let r4 = Sorted5(sorted + 3 * medianRowStride, i, step)
    let r5 = Sorted5(sorted + 4 * medianRowStride, i, step)
    let lower = greater(greater(r1.d, r2.c), greater(r3.b, r4.a))
    let upper = lesser(lesser(r2.e, r3.d), lesser(r4.c, r5.b))
    let inner = Sorted5(r1.e, r2.d, r3.c, r4.b, r5.a)
    output[i] = middle(
      greater(inner.b, lesser(lower, upper)), inner.c, lesser(inner.d, greater(lower, upper)))
  }
}
