internal import RowLoops

extension Loops {
  package static func bilateral(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatial: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    precondition(planes > 0 && center >= 0 && center < offsets.count && planeStride >= 0)
    requireRanges(offsets, from: base, (planes - 1) * planeStride + count, of: input.count)
    requireRange(start, (planes - 1) * outputStride + count, of: output.count)
    precondition(spatial.count == offsets.count && planes <= maximumPlanes)
    averageWindows(
      input, from: base, planes: planes, planeStride: planeStride, offsets: offsets, center: center,
      spatial: spatial, falloff: falloff, into: &output, at: start, outputStride: outputStride,
      count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func averageWindows(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatial: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int
  ) {
    offsets.withUnsafeBufferPointer { offsets in
      spatial.withUnsafeBufferPointer { spatial in
        unsafeRows(input, &output) { input, output in
          let window = BilateralWindow(
            input: input + base, planes: planes, planeStride: planeStride, offsets: offsets,
            center: center, spatial: spatial, falloff: falloff)
          if count < lanes {
            window.averagePart(count, into: output + start, outputStride: outputStride)
          } else {
            // The number of planes is a constant in each case, so that sums stay in registers.
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
  let spatial: UnsafeBufferPointer<Float>
  let falloff: Float

  /// Averages the windows of a row of at least one register.
  ///
  /// The last register begins early enough to be a whole one.
  @inline(__always)
  func sweep(_ count: Int, planes: Int, into output: MutableFloats, _ outputStride: Int) {
    var i = 0
    while i < count {
      if i &+ lanes > count { i = count &- lanes }
      average(input + i, planes: planes, into: output + i, outputStride)
      i = i &+ lanes
    }
  }

  @inline(__always)
  private func average(
    _ input: Floats, planes: Int, into output: MutableFloats, _ outputStride: Int
  ) {
    var total = Vector.zero
    var (sums, centers) = (zeros4(), zeros4())
    for c in 0..<planes { centers[c] = load(input + (c &* planeStride &+ offsets[center])) }
    let scale = Vector(repeating: -falloff)
    for t in 0..<offsets.count {
      let tap = input + offsets[t]
      var distance = Vector.zero
      for c in 0..<planes {
        let difference = load(tap + c &* planeStride) - centers[c]
        distance += difference * difference
      }
      let weight = exponential(distance * scale) * Vector(repeating: spatial[t])
      total += weight
      for c in 0..<planes { sums[c] += weight * load(tap + c &* planeStride) }
    }
    for c in 0..<planes { store(sums[c] / total, output + c &* outputStride) }
  }

  /// Averages the windows of a row that is shorter than a register.
  @inline(__always)
  func averagePart(_ valid: Int, into output: MutableFloats, outputStride: Int) {
    var total = Vector.zero
    var sums = zeros4()
    for t in 0..<offsets.count {
      var distance = Vector.zero
      for c in 0..<planes {
        let plane = input + c &* planeStride
        let difference =
          load(plane + offsets[t], valid) - load(plane + offsets[center], valid)
        distance += difference * difference
      }
      let weight = exponential(distance * Vector(repeating: -falloff)) * spatial[t]
      total += weight
      for c in 0..<planes {
        sums[c] += weight * load(input + c &* planeStride + offsets[t], valid)
      }
    }
    for c in 0..<planes {
      let mean = sums[c] / total
      for lane in 0..<valid { output[c &* outputStride &+ lane] = mean[lane] }
    }
  }
}

/// Computes `exp(x)` for x ≤ 0, with a relative error below 3·10⁻⁷.
///
/// The result is 0 below −87, where the range of floats ends, and for NaN. exp(x) = 2ⁿ · exp(r)
/// with n = round(x / ln 2) and |r| ≤ ln 2 / 2; exp(r) is the Taylor polynomial of degree 6. ln 2
/// is subtracted in two parts so that r keeps its precision.
///
/// The function is transparent: the compiler called it from the loops although it was marked to be
/// inlined always, and sums went to memory around each call.
@_transparent
func exponential(_ x: Vector) -> Vector {
  let magic = Vector(repeating: 12_582_912)
  let floor = Vector(repeating: -87)
  // With this order of arguments, NaN becomes the smallest exponent, which is an integer.
  let clamped = larger(floor, x)
  let n = (clamped * Vector(repeating: 1.442_695_04) + magic) - magic
  let r =
    (clamped - n * Vector(repeating: 0.693_359_375)) - n * Vector(repeating: -2.121_944_4e-4)
  var p = Vector(repeating: 1 / 720)
  p = p * r + Vector(repeating: 1 / 120)
  p = p * r + Vector(repeating: 1 / 24)
  p = p * r + Vector(repeating: 1 / 6)
  p = p * r + Vector(repeating: 0.5)
  p = p * r + Vector(repeating: 1)
  p = p * r + Vector(repeating: 1)
  // Adding n to the exponent multiplies by 2ⁿ: no result here is subnormal.
  let exponents = unsafeBitCast(n + magic, to: Keys.self) &<< 23
  let result = unsafeBitCast(unsafeBitCast(p, to: Keys.self) &+ exponents, to: Vector.self)
  return Vector.zero.replacing(with: result, where: x .>= floor)
}
