internal import RowLoops

extension Loops {
  package static func medianPair(
    _ input: Span<Float>, rows: Span<Int>, step: Int, into output: inout MutableSpan<Float>,
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
            count, into: output + start, output + start + outputStride, by: SIMD16<Float>.self)
        }
      }
    }
  }

  package static func median(
    _ input: Span<Float>, rows: Span<Int>, step: Int, work: inout MutableSpan<Float>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(start >= 0 && step >= 0)
    requireRanges(rows, from: 0, count + (rows.count - 1) * step, of: input.count)
    precondition((rows.count == 3 || rows.count == 5) && start + count <= output.count)
    precondition(medianBlock + 4 * step <= medianRowStride && 5 * medianRowStride <= work.count)
    medians(input, rows: rows, step: step, work: &work, into: &output, at: start, count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func medians(
    _ input: Span<Float>, rows: Span<Int>, step: Int, work: inout MutableSpan<Float>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
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
