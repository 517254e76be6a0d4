import RowLoops

// The formula: output[o, i] = Σ_t weights[o, t] · input[offsets[t] + i].
// The loop order: tiles of outputs × vectors are summed in registers over all taps, then stored.
// Neighbouring lanes are neighbouring outputs, so no sum is ever reassociated.

extension Loops {
  public static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>, outputs: Int,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    assert(weights.count >= outputs * offsets.count && start >= 0)
    assert(output.count >= start + (outputs - 1) * outputStride + count)
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let output = output.baseAddress,
              let weights = weights.baseAddress
            else { return }
            let row = CorrelatedRow(
              input: input + base, offsets: offsets, weights: weights, output: output + start,
              outputStride: outputStride, count: count)
            row.run(outputs: outputs)
          }
        }
      }
    }
  }

  public static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    assert(weights.count >= offsets.count && start >= 0 && output.count >= start + count)
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          output.withUnsafeMutableBufferPointer { output in
            guard let input = input.baseAddress, let output = output.baseAddress,
              let weights = weights.baseAddress
            else { return }
            SummedRow(
              input: input + base, offsets: offsets, weights: weights,
              output: ByteTarget(values: output + start), count: count
            ).run()
          }
        }
      }
    }
  }
}

/// The arguments of one call, so that the tiles below need not repeat them.
private struct CorrelatedRow {
  let input: Floats
  let offsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let output: MutableFloats
  let outputStride: Int
  let count: Int

  @inline(__always)
  func run(outputs: Int) {
    var first = 0
    while first + 4 <= outputs {
      fourOutputs(first)
      first += 4
    }
    while first < outputs {
      output(first).run()
      first += 1
    }
  }

  /// One output on its own.
  @inline(__always)
  private func output(_ o: Int) -> SummedRow<FloatTarget> {
    SummedRow(
      input: input, offsets: offsets, weights: weights + o * offsets.count,
      output: FloatTarget(values: output + o * outputStride), count: count)
  }

  /// Four outputs of the same input, so that each loaded vector serves four sums.
  ///
  /// Filter banks and network layers; narrower tiles take what is left of a row.
  @inline(__always)
  func fourOutputs(_ o: Int) {
    let weights = weights + o * offsets.count
    var i = 0
    #if LANES_16 || arch(arm64)
      while i + 4 * lanes <= count {
        tile4(o, weights, i)
        i += 4 * lanes
      }
    #endif
    while i + 2 * lanes <= count {
      tile2(o, weights, i)
      i += 2 * lanes
    }
    while i + lanes <= count {
      tile1(o, weights, i)
      i += lanes
    }
    for k in 0..<4 { output(o + k).remainder(from: i) }
  }

  /// 4 outputs × 4 vectors: 16 sums and 4 vectors fit 32 registers, not AVX2's 16.
  @inline(__always)
  private func tile4(_ o: Int, _ weights: Floats, _ i: Int) {
    let taps = offsets.count
    var sums = zeros16()
    for t in 0..<taps {
      let x = input + offsets[t] + i
      for v in 0..<4 {
        let value = load(x + v * lanes)
        for k in 0..<4 {
          sums[k * 4 + v] = multiplyAdd(sums[k * 4 + v], weights[k * taps + t], value)
        }
      }
    }
    for k in 0..<4 {
      for v in 0..<4 { store(sums[k * 4 + v], output + (o + k) * outputStride + i + v * lanes) }
    }
  }

  @inline(__always)
  private func tile2(_ o: Int, _ weights: Floats, _ i: Int) {
    let taps = offsets.count
    var sums = zeros8()
    for t in 0..<taps {
      let x = input + offsets[t] + i
      for v in 0..<2 {
        let value = load(x + v * lanes)
        for k in 0..<4 {
          sums[k * 2 + v] = multiplyAdd(sums[k * 2 + v], weights[k * taps + t], value)
        }
      }
    }
    for k in 0..<4 {
      for v in 0..<2 { store(sums[k * 2 + v], output + (o + k) * outputStride + i + v * lanes) }
    }
  }

  @inline(__always)
  private func tile1(_ o: Int, _ weights: Floats, _ i: Int) {
    let taps = offsets.count
    var sums = zeros4()
    for t in 0..<taps {
      let value = load(input + offsets[t] + i)
      for k in 0..<4 { sums[k] = multiplyAdd(sums[k], weights[k * taps + t], value) }
    }
    for k in 0..<4 { store(sums[k], output + (o + k) * outputStride + i) }
  }
}
