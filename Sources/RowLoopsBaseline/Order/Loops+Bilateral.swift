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
          for i in stride(from: 0, to: count, by: lanes) {
            window.average(
              at: i, valid: min(lanes, count - i), into: output + start + i,
              outputStride: outputStride)
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

  @inline(__always)
  func average(at i: Int, valid: Int, into output: MutableFloats, outputStride: Int) {
    var total = Vector.zero
    var sums = zeros4()
    for t in 0..<offsets.count {
      var distance = Vector.zero
      for c in 0..<planes {
        let plane = input + c * planeStride + i
        let difference =
          load(plane + offsets[t], valid) - load(plane + offsets[center], valid)
        distance += difference * difference
      }
      let weight = exponential(distance * Vector(repeating: -falloff)) * spatial[t]
      total += weight
      for c in 0..<planes {
        sums[c] += weight * load(input + c * planeStride + i + offsets[t], valid)
      }
    }
    for c in 0..<planes {
      let mean = sums[c] / total
      for lane in 0..<valid { output[c * outputStride + lane] = mean[lane] }
    }
  }
}

/// Computes `exp(x)` for x ≤ 0, with a relative error below 3·10⁻⁷.
///
/// The result is 0 below −87, where the range of floats ends, and for NaN. exp(x) = 2ⁿ · exp(r)
/// with n = round(x / ln 2) and |r| ≤ ln 2 / 2; exp(r) is the Taylor polynomial of degree 6. ln 2
/// is subtracted in two parts so that r keeps its precision.
@inline(__always)
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
