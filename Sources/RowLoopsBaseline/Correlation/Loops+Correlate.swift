internal import RowLoops

// The formula: output[o, i] = Σ_t weights[o, t] · input[offsets[t] + i].
//
// The loop order: tiles of outputs × vectors are summed in registers over all taps, then stored.
// Neighboring lanes are neighboring outputs, so no sum is reassociated.

extension Loops {
  package static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>, outputs: Int,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    precondition(outputs > 0 && outputStride >= 0)
    requireRanges(offsets, from: base, count, of: input.count)
    precondition(weights.count >= outputs * offsets.count && start >= 0)
    precondition(output.count >= start + (outputs - 1) * outputStride + count)
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

  package static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireRanges(offsets, from: base, count, of: input.count)
    precondition(weights.count >= offsets.count && start >= 0 && output.count >= start + count)
    correlateToBytes(
      input, from: base, offsets: offsets, weights: weights, into: &output, at: start, count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func correlateToBytes(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
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

/// The arguments of one call, shared by the tiles below.
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

  /// Sums a single output.
  @inline(__always)
  private func output(_ o: Int) -> SummedRow<FloatTarget> {
    SummedRow(
      input: input, offsets: offsets, weights: weights + o * offsets.count,
      output: FloatTarget(values: output + o * outputStride), count: count)
  }

  /// Sums four outputs of the same input, so that each loaded vector is used in four sums.
  ///
  /// For filter banks and network layers; narrower tiles compute the end of a row.
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

  /// Sums 4 outputs × 4 vectors: 16 sums and 4 vectors fit 32 registers, but not AVX2's 16.
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

// MARK: One output

/// One output of a correlation along a row, the usual case for photographs.
private struct SummedRow<Target: SumTarget> {
  let input: Floats
  let offsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let output: Target
  let count: Int

  /// Sums eight vectors at a time.
  @inline(__always)
  func run() {
    guard count >= 8 * lanes else { return remainder(from: 0) }
    var i = 0
    while i < count {
      // The last eight vectors may overlap the previous ones.
      if i + 8 * lanes > count { i = count - 8 * lanes }
      var sums = zeros8()
      var t = 0
      while t < offsets.count {
        let x = input + offsets[t] + i
        // If the next tap lies one pixel further, its vectors are shifted from registers: such
        // loads are rarely aligned to a cache line, and an unaligned load costs nearly two loads.
        switch t + 1 < offsets.count ? offsets[t + 1] - offsets[t] : 0 {
        case 1: addPair(&sums, x, weights + t, apart: 1)
        case 3: addPair(&sums, x, weights + t, apart: 3)
        case 4: addPair(&sums, x, weights + t, apart: 4)
        default:
          for v in 0..<8 { sums[v] = multiplyAdd(sums[v], weights[t], load(x + v * lanes)) }
          t -= 1
        }
        t += 2
      }
      for v in 0..<8 { output.write(sums[v], at: i + v * lanes) }
      i += 8 * lanes
    }
  }

  /// Adds two taps of eight vectors, `step` values apart; `step` is a literal in every call.
  @inline(__always)
  private func addPair(
    _ sums: inout InlineArray<8, Vector>, _ x: Floats, _ weights: Floats, apart step: Int
  ) {
    var here = load(x)
    for v in 0..<7 {
      let next = load(x + (v + 1) * lanes)
      sums[v] = multiplyAdd(sums[v], weights[0], here)
      sums[v] = multiplyAdd(sums[v], weights[1], shifted(here, next, by: step))
      here = next
    }
    sums[7] = multiplyAdd(sums[7], weights[0], here)
    // Memory after the last vector may not exist.
    sums[7] = multiplyAdd(sums[7], weights[1], load(x + 7 * lanes + step))
  }

  /// Sums the end of a row: single vectors, then single elements; the same sums in the same order.
  @inline(__always)
  func remainder(from first: Int) {
    var i = first
    while i + lanes <= count {
      var sum = Vector.zero
      for t in 0..<offsets.count {
        sum = multiplyAdd(sum, weights[t], load(input + offsets[t] + i))
      }
      output.write(sum, at: i)
      i += lanes
    }
    while i < count {
      var sum: Float = 0
      for t in 0..<offsets.count { sum = multiplyAdd(sum, weights[t], input[offsets[t] + i]) }
      output.write(sum, at: i)
      i += 1
    }
  }
}

// MARK: Where sums go: floats as they are, or bytes

private protocol SumTarget {
  func write(_ sums: Vector, at i: Int)
  func write(_ sum: Float, at i: Int)
}

private struct FloatTarget: SumTarget {
  let values: MutableFloats

  @inline(__always)
  func write(_ sums: Vector, at i: Int) { store(sums, values + i) }

  @inline(__always)
  func write(_ sum: Float, at i: Int) { values[i] = sum }
}

/// Stores bytes, rounded to nearest, ties to even, and clipped.
private struct ByteTarget: SumTarget {
  let values: UnsafeMutablePointer<UInt8>

  @inline(__always)
  func write(_ sums: Vector, at i: Int) { storeBytes(sums, values + i) }

  @inline(__always)
  func write(_ sum: Float, at i: Int) {
    values[i] = UInt8(truncatingIfNeeded: roundedBits(sum, maximum: 255))
  }
}

/// The vector version of ``roundedBits(_:maximum:)``.
///
/// The conversion is written lane by lane where the generic conversions between lane types would be
/// calls.
@inline(__always)
private func storeBytes(_ x: Vector, _ p: UnsafeMutablePointer<UInt8>) {
  let positive = Vector.zero.replacing(with: x, where: x .> 0)
  let inside = positive.replacing(with: 255, where: positive .> 255)
  let sums = inside + 12_582_912
  @inline(__always)
  func byte(_ lane: Int) -> UInt8 { UInt8(truncatingIfNeeded: sums[lane].bitPattern) }
  #if LANES_16
    let bytes = SIMD16(
      byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7), byte(8), byte(9),
      byte(10), byte(11), byte(12), byte(13), byte(14), byte(15))
  #elseif LANES_8
    let bytes = SIMD8(
      byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7))
  #else
    let bytes = SIMD4(byte(0), byte(1), byte(2), byte(3))
  #endif
  UnsafeMutableRawPointer(p).storeBytes(of: bytes, as: type(of: bytes))
}
