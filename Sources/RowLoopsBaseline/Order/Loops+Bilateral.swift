internal import RowLoops

extension Loops {
  package static func bilateral(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatialExponents: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    precondition(planes > 0 && center >= 0 && center < offsets.count && planeStride >= 0)
    requireRanges(offsets, from: base, (planes - 1) * planeStride + count, of: input.count)
    requireRange(start, (planes - 1) * outputStride + count, of: output.count)
    precondition(spatialExponents.count == offsets.count && planes <= maximumPlanes)
    averageWindows(
      input, from: base, planes: planes, planeStride: planeStride, offsets: offsets, center: center,
      spatialExponents: spatialExponents, falloff: falloff, into: &output, at: start,
      outputStride: outputStride, count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func averageWindows(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatialExponents: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    offsets.withUnsafeBufferPointer { offsets in
      spatialExponents.withUnsafeBufferPointer { exponents in
        unsafeRows(input, &output) { input, output in
          let window = BilateralWindow(
            input: input + base, planes: planes, planeStride: planeStride, offsets: offsets,
            center: center, exponents: exponents, falloff: falloff)
          if count < lanes {
            window.averagePart(count, into: output + start, outputStride: outputStride)
          } else {
            // The number of planes is a literal in each case, so that sums stay in registers.
            switch planes {
            case 1: window.sweep(count, planes: 1, into: output + start, outputStride)
            case 2: window.sweep(count, planes: 2, into: output + start, outputStride)
            case 3: window.sweep(count, planes: 3, into: output + start, outputStride)
            default: window.sweep(count, planes: 4, into: output + start, outputStride)
            }
          }
        }
      }
    }
  }
}

/// Color and alpha: no image has more channels that are compared together.
private let maximumPlanes = 4

private struct BilateralWindow {
  let input: Floats
  let planes: Int
  let planeStride: Int
  let offsets: UnsafeBufferPointer<Int>
  let center: Int
  /// The base 2 logarithms of the spatial weights.
  let exponents: UnsafeBufferPointer<Float>
  let falloff: Float

  /// Averages the windows of a row of at least one register.
  ///
  /// The last register begins early enough to be a whole one. The function and ``average`` are
  /// transparent: `@inline(__always)` left one function for any number of planes, with a branch
  /// after each plane.
  @_transparent
  func sweep(_ count: Int, planes: Int, into output: MutableFloats, _ outputStride: Int) {
    var i = 0
    while i &+ 2 &* lanes <= count {
      average(input + i, planes: planes, registers: 2, into: output + i, outputStride)
      i = i &+ 2 &* lanes
    }
    while i < count {
      if i &+ lanes > count { i = count &- lanes }
      average(input + i, planes: planes, registers: 1, into: output + i, outputStride)
      i = i &+ lanes
    }
  }

  /// Averages the windows of one or two registers of pixels.
  ///
  /// Each step is done for both registers before the next step: a weight needs a long chain of
  /// operations, and two chains at a time take two thirds of the time.
  @_transparent
  private func average(
    _ input: Floats, planes: Int, registers: Int, into output: MutableFloats, _ outputStride: Int
  ) {
    var total = zeros4()
    var (sums, centers) = (zeros8(), zeros8())
    for r in 0..<registers {
      for c in 0..<planes {
        centers[r &* planes &+ c] = load(
          input + (c &* planeStride &+ offsets[center] &+ r &* lanes))
      }
    }
    let scale = Vector(repeating: -falloff)
    for t in 0..<offsets.count {
      let tap = input + offsets[t]
      var weights = zeros4()
      for c in 0..<planes {
        for r in 0..<registers {
          let difference = load(tap + (c &* planeStride &+ r &* lanes)) - centers[r &* planes &+ c]
          weights[r] = fused(weights[r], difference, difference)
        }
      }
      let exponent = Vector(repeating: exponents[t])
      for r in 0..<registers { weights[r] = fused(exponent, weights[r], scale) }
      powersOf2(&weights, registers)
      for r in 0..<registers { total[r] += weights[r] }
      for c in 0..<planes {
        for r in 0..<registers {
          let i = r &* planes &+ c
          sums[i] = fused(sums[i], weights[r], load(tap + (c &* planeStride &+ r &* lanes)))
        }
      }
    }
    for c in 0..<planes {
      for r in 0..<registers {
        store(sums[r &* planes &+ c] / total[r], output + (c &* outputStride &+ r &* lanes))
      }
    }
  }

  /// Averages the windows of a row that is shorter than a register.
  @inline(__always)
  func averagePart(_ valid: Int, into output: MutableFloats, outputStride: Int) {
    var total = Vector.zero
    var sums = zeros4()
    let scale = Vector(repeating: -falloff)
    for t in 0..<offsets.count {
      var distance = Vector.zero
      for c in 0..<planes {
        let plane = input + c &* planeStride
        let difference =
          load(plane + offsets[t], valid) - load(plane + offsets[center], valid)
        distance = fused(distance, difference, difference)
      }
      var weights = zeros4()
      weights[0] = fused(Vector(repeating: exponents[t]), distance, scale)
      powersOf2(&weights, 1)
      let weight = weights[0]
      total += weight
      for c in 0..<planes {
        sums[c] = fused(sums[c], weight, load(input + c &* planeStride + offsets[t], valid))
      }
    }
    for c in 0..<planes {
      let mean = sums[c] / total
      for lane in 0..<valid { output[c &* outputStride &+ lane] = mean[lane] }
    }
  }
}

/// Replaces each x ≤ 0 by 2ˣ, with a relative error below 2·10⁻⁷; 0 becomes 1.
///
/// The result is 0 below −126, where floats become subnormal, and for NaN. 2ˣ = 2ⁿ · 2ʳ with
/// n = round(x) and |r| ≤ 1/2, both exact; 2ʳ is the polynomial of degree 5 whose largest relative
/// error is smallest (9·10⁻⁸) among those that are 1 for 0.
///
/// The function is transparent: the compiler called it from the loops although it was marked to be
/// inlined always, and sums went to memory around each call.
@_transparent
private func powersOf2(_ x: inout InlineArray<4, Vector>, _ registers: Int) {
  let magic = Vector(repeating: 12_582_912)
  let floor = Vector(repeating: -126)
  var (shifted, rest, p) = (zeros4(), zeros4(), zeros4())
  for r in 0..<registers {
    shifted[r] = x[r] + magic
    p[r] = Vector(repeating: 1.326_476e-3)
  }
  for r in 0..<registers { rest[r] = x[r] - (shifted[r] - magic) }
  for r in 0..<registers { p[r] = fused(Vector(repeating: 9.671_513e-3), p[r], rest[r]) }
  for r in 0..<registers { p[r] = fused(Vector(repeating: 5.550_734e-2), p[r], rest[r]) }
  for r in 0..<registers { p[r] = fused(Vector(repeating: 0.240_222_42), p[r], rest[r]) }
  for r in 0..<registers { p[r] = fused(Vector(repeating: 0.693_146_98), p[r], rest[r]) }
  for r in 0..<registers { p[r] = fused(Vector(repeating: 1), p[r], rest[r]) }
  for r in 0..<registers {
    // Adding n to the exponent multiplies by 2ⁿ: no result that is kept is subnormal.
    let exponents = unsafeBitCast(shifted[r], to: Keys.self) &<< 23
    let power = unsafeBitCast(unsafeBitCast(p[r], to: Keys.self) &+ exponents, to: Vector.self)
    x[r] = Vector.zero.replacing(with: power, where: x[r] .>= floor)
  }
}
