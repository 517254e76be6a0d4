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
    if rows.count == 3 {
      return single(
        input, rows: rows, step: step, into: &output, at: start, count: count,
        by: SIMD64<UInt8>.self)
    }
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  package static func median(
    _ input: Span<UInt16>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt16>,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int
  ) {
    requireMedian(
      of: rows, step: step, input.count, work: work.count, at: start, count, of: output.count)
    if rows.count == 3 {
      return single(
        input, rows: rows, step: step, into: &output, at: start, count: count,
        by: SIMD32<UInt16>.self)
    }
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  package static func median(
    _ input: Span<Float>, rows: Span<Int>, step: Int, work: inout MutableSpan<Float>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    requireMedian(
      of: rows, step: step, input.count, work: work.count, at: start, count, of: output.count)
    if rows.count == 3 {
      return single(
        input, rows: rows, step: step, into: &output, at: start, count: count,
        by: SIMD16<Float>.self)
    }
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  @inline(__always)
  private static func pairs<Value: Comparable & BitwiseCopyable, Block: BitwiseCopyable>(
    _ input: Span<Value>, rows: Span<Int>, step: Int, _ stack: RowStack,
    into output: inout MutableSpan<Value>, at start: Int, count: Int, by block: Block.Type
  ) {
    requireStack(stack, at: start, count, of: output.count)
    requireRanges(
      rows, from: 0, (stack.rows - 2) * stack.inputStride + count + (rows.count - 2) * step,
      of: input.count)
    precondition((rows.count == 4 || rows.count == 6) && stack.rows % 2 == 0 && step >= 0)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          if rows.count == 6 {
            return MergedMedians(
              input: input, rows: rows, step: step, inputStride: stack.inputStride,
              output: output + start, outputStride: stack.outputStride
            ).sweep(height: stack.rows, count: count)
          }
          for row in stride(from: 0, to: stack.rows, by: 2) {
            let upper = output + start + row &* stack.outputStride
            MedianPair(input + row &* stack.inputStride, rows, step).sweep(
              count, into: upper, upper + stack.outputStride, by: block)
          }
        }
      }
    }
  }

  /// Computes one row of 3×3 medians.
  @inline(__always)
  private static func single<Value: Comparable & BitwiseCopyable, Block: BitwiseCopyable>(
    _ input: Span<Value>, rows: Span<Int>, step: Int, into output: inout MutableSpan<Value>,
    at start: Int, count: Int, by block: Block.Type
  ) {
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          MedianRow(input, rows, step).sweep(count, into: output + start, by: block)
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

/// Computes 5×5 medians, block by block.
@inline(__always)
private func sortedMedians<Value: Comparable & BitwiseCopyable>(
  _ input: UnsafePointer<Value>, _ rows: UnsafeBufferPointer<Int>, _ step: Int,
  _ work: UnsafeMutablePointer<Value>, into output: UnsafeMutablePointer<Value>, _ count: Int
) {
  // A block on the stack also overlaps no other buffer.
  withUnsafeTemporaryAllocation(of: Value.self, capacity: medianBlock) { medians in
    guard let medians = medians.baseAddress else { return }
    let length = min(medianBlock, count)
    for start in stride(from: 0, to: count, by: medianBlock) {
      // The last block begins early enough to be a whole block.
      let i = min(start, count - length)
      sortColumns5(input + i, rows, into: work, length + 4 * step)
      median5(UnsafePointer(work), step, into: medians, length)
      copyRow(medians, to: output + i, count: length)
    }
  }
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
  _ sorted: UnsafePointer<Value>, _ step: Int, into output: UnsafeMutablePointer<Value>,
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
