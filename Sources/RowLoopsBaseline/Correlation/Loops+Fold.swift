package import RowLoops

extension Loops {
  package static func fold(
    _ operation: RowFold, _ input: Span<Float>, from base: Int, offsets: Span<Int>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(start >= 0)
    requireRanges(offsets, from: base, count, of: input.count)
    precondition(offsets.count > 0 && output.count >= start + count)
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          let taps = Taps(input: input + base, offsets: offsets)
          fold(operation, taps, into: output + start, count: count)
        }
      }
    }
  }

  // A function of its own: together they are too much for the inliner, which then calls
  // `Span.count`, a symbol that the builds would share.
  @inline(never)
  private static func fold(
    _ operation: RowFold, _ taps: Taps, into output: MutableFloats, count: Int
  ) {
    switch operation {
    case .maximum: taps.reduce(into: output, count: count, larger, larger)
    case .minimum: taps.reduce(into: output, count: count, smaller, smaller)
    case .sumOfSquares: taps.sumOfSquares(into: output, count: count)
    case .median:
      let n = taps.offsets.count
      values(taps.input, taps.offsets, ranks: ((n - 1) / 2, n / 2), into: output, count: count)
    case .rank(let rank):
      precondition(rank >= 0 && rank < taps.offsets.count)
      values(taps.input, taps.offsets, ranks: (rank, rank), into: output, count: count)
    }
  }
}

@inline(__always) func larger(_ a: Float, _ b: Float) -> Float { b > a ? b : a }
@inline(__always) func smaller(_ a: Float, _ b: Float) -> Float { b < a ? b : a }

/// The taps of one output row.
private struct Taps {
  let input: Floats
  let offsets: UnsafeBufferPointer<Int>

  @inline(__always)
  func reduce(
    into output: MutableFloats, count: Int,
    _ vectors: (Vector, Vector) -> Vector, _ scalars: (Float, Float) -> Float
  ) {
    var i = 0
    while i + lanes <= count {
      var best = load(input + offsets[0] + i)
      for t in 1..<offsets.count { best = vectors(best, load(input + offsets[t] + i)) }
      store(best, output + i)
      i += lanes
    }
    while i < count {
      var best = input[offsets[0] + i]
      for t in 1..<offsets.count { best = scalars(best, input[offsets[t] + i]) }
      output[i] = best
      i += 1
    }
  }

  @inline(__always)
  func sumOfSquares(into output: MutableFloats, count: Int) {
    for i in 0..<count {
      var sum: Float = 0
      for t in 0..<offsets.count {
        let x = input[offsets[t] + i]
        sum = multiplyAdd(sum, x, x)
      }
      output[i] = sum
    }
  }
}
