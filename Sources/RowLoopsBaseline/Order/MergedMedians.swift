/// The 5×5 medians of neighboring rows, two rows at a time, by merging sorted rows.
///
/// A row of a window is sorted once for all windows that hold it. Two rows are merged into one sorted
/// list of ten. The windows of two neighboring rows share four rows, two such lists, of which only
/// the six middle values can be a median: each window has five more values. The next two rows share
/// one of the lists. A median takes 59 minima and maxima, by count; sorting columns and then
/// rows takes about 110.
///
/// The lists of a block of columns lie in planes: all first values, then all second values, and so
/// on. Loops over planes are vectorized.
struct MergedMedians<Value: Comparable & BitwiseCopyable> {
  let input: UnsafePointer<Value>
  /// The offsets of the rows of the first two windows.
  let rows: UnsafeBufferPointer<Int>
  let step: Int
  /// Number of values from one row to the next, if there are more than two windows.
  let inputStride: Int
  let output: UnsafeMutablePointer<Value>
  let outputStride: Int

  /// Number of columns in a block: the planes stay in the first-level cache.
  @inline(__always)
  private static var block: Int { 512 / MemoryLayout<Value>.stride }

  /// Five planes of a block.
  @inline(__always)
  private static var group: Int { 5 * block }

  /// Computes `height` rows of medians, an even number.
  @inline(__always)
  func sweep(height: Int, count: Int) {
    // Five sorted rows, two lists of ten, and two rows of medians.
    let planes = 9 * Self.group + 2 * Self.block
    withUnsafeTemporaryAllocation(of: Value.self, capacity: planes) { planes in
      guard let planes = planes.baseAddress else { return }
      let length = min(Self.block, count)
      for i in stride(from: 0, to: count, by: Self.block) {
        // The last block begins early enough to be a whole block.
        sweepBlock(min(i, count - length), length, height, planes)
      }
    }
  }

  @inline(__always)
  private func sweepBlock(
    _ i: Int, _ length: Int, _ height: Int, _ planes: UnsafeMutablePointer<Value>
  ) {
    // Three even rows, two odd rows, and two lists are in use at a time.
    func sorted(_ row: Int) -> UnsafeMutablePointer<Value> {
      planes + (row % 2 == 0 ? row / 2 % 3 : 3 + row / 2 % 2) * Self.group
    }
    func list(_ pair: Int) -> UnsafeMutablePointer<Value> {
      planes + (5 + pair % 2 * 2) * Self.group
    }
    for row in 0..<4 { sort(row, at: i, into: sorted(row), length) }
    merge(sorted(1), sorted(2), into: list(0), length)
    for row in stride(from: 0, to: height, by: 2) {
      sort(row + 4, at: i, into: sorted(row + 4), length)
      sort(row + 5, at: i, into: sorted(row + 5), length)
      merge(sorted(row + 3), sorted(row + 4), into: list(row / 2 + 1), length)
      let medians = planes + 9 * Self.group
      select(
        list(row / 2), list(row / 2 + 1), sorted(row), sorted(row + 5), into: medians, length)
      let to = output + row * outputStride + i
      copyRow(medians, to: to, count: length)
      copyRow(medians + Self.block, to: to + outputStride, count: length)
    }
  }

  /// Sorts the five values of each window in one row.
  @inline(__always)
  private func sort(
    _ row: Int, at start: Int, into sorted: UnsafeMutablePointer<Value>, _ count: Int
  ) {
    let offset = row < 6 ? rows[row] : rows[4 + row % 2] + (row - 4) / 2 * 2 * inputStride
    let values = input + offset + start
    for i in 0..<count {
      let row = Sorted5(values, i, step)
      sorted[i] = row.a
      sorted[Self.block &+ i] = row.b
      sorted[2 &* Self.block &+ i] = row.c
      sorted[3 &* Self.block &+ i] = row.d
      sorted[4 &* Self.block &+ i] = row.e
    }
  }

  /// Merges two sorted rows.
  @inline(__always)
  private func merge(
    _ first: UnsafeMutablePointer<Value>, _ second: UnsafeMutablePointer<Value>,
    into list: UnsafeMutablePointer<Value>, _ count: Int
  ) {
    for i in 0..<count {
      let (p, q) = (Merge5(first, i, Self.block), Merge5(second, i, Self.block))
      let merged = p.merged(with: q)
      list[i] = merged.0
      list[Self.block &+ i] = merged.1
      list[2 &* Self.block &+ i] = merged.2
      list[3 &* Self.block &+ i] = merged.3
      list[4 &* Self.block &+ i] = merged.4
      list[5 &* Self.block &+ i] = merged.5
      list[6 &* Self.block &+ i] = merged.6
      list[7 &* Self.block &+ i] = merged.7
      list[8 &* Self.block &+ i] = merged.8
      list[9 &* Self.block &+ i] = merged.9
    }
  }

  /// Selects the medians of two windows from two lists that both share, and a row of each.
  @inline(__always)
  private func select(
    _ p: UnsafeMutablePointer<Value>, _ q: UnsafeMutablePointer<Value>,
    _ upper: UnsafeMutablePointer<Value>, _ lower: UnsafeMutablePointer<Value>,
    into medians: UnsafeMutablePointer<Value>, _ count: Int
  ) {
    for i in 0..<count {
      // The ranks 8 to 13 of 20, by an odd-even merge of which nothing else is computed.
      let odd = Merge5(p, i, 2 &* Self.block).middle(with: Merge5(q, i, 2 &* Self.block))
      let even = Merge5(p + Self.block, i, 2 &* Self.block)
        .middle(with: Merge5(q + Self.block, i, 2 &* Self.block))
      let shared = Middle6(
        lesser(odd.1, even.0), greater(odd.1, even.0), lesser(odd.2, even.1),
        greater(odd.2, even.1), lesser(odd.3, even.2), greater(odd.3, even.2))
      medians[i] = shared.median(with: Merge5(upper, i, Self.block))
      medians[Self.block &+ i] = shared.median(with: Merge5(lower, i, Self.block))
    }
  }
}

/// Five values in ascending order, to be merged with five others by Batcher's odd-even merge.
private struct Merge5<Value: Comparable> {
  let a: Value
  let b: Value
  let c: Value
  let d: Value
  let e: Value

  /// The values of one column in five planes.
  @inline(__always)
  init(_ plane: UnsafeMutablePointer<Value>, _ i: Int, _ stride: Int) {
    (a, b, c) = (plane[i], plane[stride &+ i], plane[2 &* stride &+ i])
    (d, e) = (plane[3 &* stride &+ i], plane[4 &* stride &+ i])
  }

  /// The six values at odd ranks, a, c and e, of both.
  @inline(__always)
  private func odd(_ o: Merge5) -> (Value, Value, Value, Value, Value, Value) {
    let (inner, outer) = (greater(a, o.a), lesser(e, o.e))
    let (second, third) = (lesser(inner, outer), greater(inner, outer))
    let (low, high) = (lesser(c, o.c), greater(c, o.c))
    return (
      lesser(a, o.a), lesser(second, low), greater(second, low), lesser(third, high),
      greater(third, high), greater(e, o.e)
    )
  }

  /// The four values at even ranks, b and d, of both.
  @inline(__always)
  private func even(_ o: Merge5) -> (Value, Value, Value, Value) {
    let (inner, outer) = (greater(b, o.b), lesser(d, o.d))
    return (lesser(b, o.b), lesser(inner, outer), greater(inner, outer), greater(d, o.d))
  }

  /// All ten values in ascending order.
  @inline(__always)
  func merged(
    with o: Merge5
  ) -> (Value, Value, Value, Value, Value, Value, Value, Value, Value, Value) {
    let (x, y) = (odd(o), even(o))
    return (
      x.0, lesser(x.1, y.0), greater(x.1, y.0), lesser(x.2, y.1), greater(x.2, y.1),
      lesser(x.3, y.2), greater(x.3, y.2), lesser(x.4, y.3), greater(x.4, y.3), x.5
    )
  }

  /// The ranks 4 to 7 of ten; the compiler removes what is not used.
  @inline(__always)
  func middle(with o: Merge5) -> (Value, Value, Value, Value) {
    let ten = merged(with: o)
    return (ten.3, ten.4, ten.5, ten.6)
  }
}

/// The six middle values of the twenty that two windows share, in ascending order.
private struct Middle6<Value: Comparable> {
  let a: Value
  let b: Value
  let c: Value
  let d: Value
  let e: Value
  let f: Value

  @inline(__always)
  init(_ a: Value, _ b: Value, _ c: Value, _ d: Value, _ e: Value, _ f: Value) {
    (self.a, self.b, self.c) = (a, b, c)
    (self.d, self.e, self.f) = (d, e, f)
  }

  /// The median of a window with five more values: the sixth of eleven.
  @inline(__always)
  func median(with o: Merge5<Value>) -> Value {
    lesser(
      lesser(lesser(f, greater(e, o.a)), lesser(greater(d, o.b), greater(c, o.c))),
      lesser(greater(b, o.d), greater(a, o.e)))
  }
}
