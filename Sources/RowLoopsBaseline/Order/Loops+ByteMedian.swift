internal import RowLoops

/// Number of medians computed at a time.
private let block = 512
/// Number of values from one row of sorted columns to the next: a block and the columns of its last
/// windows.
///
/// The stride is a constant because the compiler vectorizes only if it knows that the rows do not
/// overlap.
private let rowStride = 1088

private typealias MutableBytes = UnsafeMutablePointer<UInt8>

extension Loops {
  package static func medianPair(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, into output: inout MutableSpan<UInt8>,
    at start: Int, outputStride: Int, count: Int
  ) {
    precondition(start >= 0 && outputStride >= 0 && step >= 0)
    requireRanges(rows, from: 0, count + 2 * step, of: input.count)
    precondition(rows.count == 4 && start + outputStride + count <= output.count)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          MedianPair(input, rows, step).sweep(
            count, into: output + start, output + start + outputStride)
        }
      }
    }
  }

  package static func median(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt8>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    precondition(start >= 0 && step >= 0)
    requireRanges(rows, from: 0, count + (rows.count - 1) * step, of: input.count)
    precondition((rows.count == 3 || rows.count == 5) && start + count <= output.count)
    precondition(block + 4 * step <= rowStride && 5 * rowStride <= work.count)
    sortedMedians(
      input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func sortedMedians(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt8>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        work.withUnsafeMutableBufferPointer { work in
          output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let work = work.baseAddress,
              let output = output.baseAddress
            else { return }
            // A block on the stack also overlaps no other buffer.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block) { medians in
              guard let medians = medians.baseAddress else { return }
              for i in stride(from: 0, to: count, by: block) {
                let length = min(block, count - i)
                if rows.count == 3 {
                  for k in 0..<length { medians[k] = median3(input + i + k, rows, step) }
                } else {
                  sortColumns5(input + i, rows, into: work, length + 4 * step)
                  median5(work, step, into: medians, length)
                }
                copyRow(medians, to: output + start + i, count: length)
              }
            }
          }
        }
      }
    }
  }
}

@inline(__always) private func smaller(_ a: UInt8, _ b: UInt8) -> UInt8 { b < a ? b : a }
@inline(__always) private func larger(_ a: UInt8, _ b: UInt8) -> UInt8 { b > a ? b : a }

@inline(__always)
private func middle(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt8 {
  larger(smaller(a, b), smaller(larger(a, b), c))
}

// MARK: 3×3

/// Three values in ascending order.
private struct Sorted3 {
  let low: UInt8
  let middle: UInt8
  let high: UInt8

  @inline(__always)
  init(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
    self.init(low: smaller(a, b), high: larger(a, b), c)
  }

  /// Sorts two ordered values and a third value.
  @inline(__always)
  init(low: UInt8, high: UInt8, _ c: UInt8) {
    let inner = larger(low, c)
    self.low = smaller(low, c)
    middle = smaller(inner, high)
    self.high = larger(inner, high)
  }
}

/// Returns the median of nine values from three sorted columns (Smith, 1996).
///
/// The median is the middle value of three: the largest of the low values, the median of the middle
/// values and the smallest of the high values. Sorting a column again costs less than storing it
/// and loading it three times.
@inline(__always)
private func median3(_ p: Sorted3, _ q: Sorted3, _ r: Sorted3) -> UInt8 {
  middle(
    larger(larger(p.low, q.low), r.low), middle(p.middle, q.middle, r.middle),
    smaller(smaller(p.high, q.high), r.high))
}

@inline(__always)
private func median3(_ input: Bytes, _ rows: UnsafeBufferPointer<Int>, _ step: Int) -> UInt8 {
  @inline(__always)
  func column(_ i: Int) -> Sorted3 {
    Sorted3(input[rows[0] + i], input[rows[1] + i], input[rows[2] + i])
  }
  return median3(column(0), column(step), column(2 &* step))
}

/// The medians of two neighboring rows, whose windows share two rows.
private struct MedianPair {
  let a: Bytes
  let b: Bytes
  let c: Bytes
  let d: Bytes
  let step: Int

  @inline(__always)
  init(_ input: Bytes, _ rows: UnsafeBufferPointer<Int>, _ step: Int) {
    (a, b) = (input + rows[0], input + rows[1])
    (c, d) = (input + rows[2], input + rows[3])
    self.step = step
  }

  @inline(__always)
  func sweep(_ count: Int, into upper: MutableBytes, _ lower: MutableBytes) {
    guard count >= 64 else {
      for i in 0..<count { (upper[i], lower[i]) = medians(at: i) }
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { medians in
      guard let first = medians.baseAddress else { return }
      let second = first + 64
      // The rows of the next pair, if the rows are contiguous.
      let (below, nextUpper) = (2 &* (d - c), 2 &* (lower - upper))
      var i = 0
      while i < count {
        // The last block begins early enough to be a whole block.
        if i + 64 > count { i = count - 64 }
        willRead(c + i, ahead: below)
        willRead(d + i, ahead: below)
        willWrite(upper + i, ahead: nextUpper)
        willWrite(lower + i, ahead: nextUpper)
        for k in 0..<64 { (first[k], second[k]) = self.medians(at: i &+ k) }
        storeBlock(first, upper + i)
        storeBlock(second, lower + i)
        i += 64
      }
    }
  }

  @inline(__always)
  private func medians(at i: Int) -> (UInt8, UInt8) {
    let (p, q, r) = (columns(i), columns(i &+ step), columns(i &+ 2 &* step))
    return (median3(p.upper, q.upper, r.upper), median3(p.lower, q.lower, r.lower))
  }

  /// Sorts the columns of both windows; the two shared values are compared once.
  @inline(__always)
  private func columns(_ i: Int) -> (upper: Sorted3, lower: Sorted3) {
    let (low, high) = (smaller(b[i], c[i]), larger(b[i], c[i]))
    return (Sorted3(low: low, high: high, a[i]), Sorted3(low: low, high: high, d[i]))
  }

  /// A single load of the whole block makes the compiler keep the block in registers.
  @inline(__always)
  private func storeBlock(_ block: MutableBytes, _ output: MutableBytes) {
    let whole = UnsafeRawPointer(block).loadUnaligned(as: SIMD64<UInt8>.self)
    UnsafeMutableRawPointer(output).storeBytes(of: whole, as: SIMD64<UInt8>.self)
  }
}

// MARK: 5×5

/// Five values in ascending order, sorted by a network of nine exchanges.
///
/// The compiler removes the exchanges of values that are not used.
private struct Sorted5 {
  var a: UInt8
  var b: UInt8
  var c: UInt8
  var d: UInt8
  var e: UInt8

  @inline(__always)
  init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8) {
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
  init(_ row: MutableBytes, _ i: Int, _ step: Int) {
    self.init(
      row[i], row[i &+ step], row[i &+ 2 &* step], row[i &+ 3 &* step], row[i &+ 4 &* step])
  }
}

@inline(__always)
private func exchange(_ low: inout UInt8, _ high: inout UInt8) {
  (low, high) = (smaller(low, high), larger(low, high))
}

@inline(__always)
private func sortColumns5(
  _ input: Bytes, _ rows: UnsafeBufferPointer<Int>, into sorted: MutableBytes, _ count: Int
) {
  let (a, b, c) = (input + rows[0], input + rows[1], input + rows[2])
  let (d, e) = (input + rows[3], input + rows[4])
  for i in 0..<count {
    let column = Sorted5(a[i], b[i], c[i], d[i], e[i])
    sorted[i] = column.a
    sorted[rowStride &+ i] = column.b
    sorted[2 &* rowStride &+ i] = column.c
    sorted[3 &* rowStride &+ i] = column.d
    sorted[4 &* rowStride &+ i] = column.e
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
private func median5(
  _ sorted: MutableBytes, _ step: Int, into output: MutableBytes, _ count: Int
) {
  for i in 0..<count {
    let r1 = Sorted5(sorted, i, step)
    let r2 = Sorted5(sorted + rowStride, i, step)
    let r3 = Sorted5(sorted + 2 * rowStride, i, step)
    let r4 = Sorted5(sorted + 3 * rowStride, i, step)
    let r5 = Sorted5(sorted + 4 * rowStride, i, step)
    let lower = larger(larger(r1.d, r2.c), larger(r3.b, r4.a))
    let upper = smaller(smaller(r2.e, r3.d), smaller(r4.c, r5.b))
    let inner = Sorted5(r1.e, r2.d, r3.c, r4.b, r5.a)
    output[i] = middle(
      larger(inner.b, smaller(lower, upper)), inner.c, smaller(inner.d, larger(lower, upper)))
  }
}
