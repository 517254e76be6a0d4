package import RowLoops

extension Loops {
  package static func activate(
    _ function: RowActivation, _ input: Span<Float>, from base: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0 && count >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      let (from, to) = (input + base, output + start)
      switch function {
      case .rectify: for i in 0..<count { to[i] = from[i] < 0 ? 0 : from[i] }
      case .sigmoid: for i in 0..<count { to[i] = 1 / (1 + exponential(-from[i])) }
      case .errorFunction: for i in 0..<count { to[i] = errorFunction(from[i]) }
      case .hardSwish:
        for i in 0..<count {
          let x = from[i]
          let share = x * (1 / 6) + 0.5
          let raised = share < 0 ? 0 : share
          to[i] = x * (raised > 1 ? 1 : raised)
        }
      case .plus(let number): for i in 0..<count { to[i] = from[i] + number }
      case .times(let number): for i in 0..<count { to[i] = from[i] * number }
      case .over(let number): for i in 0..<count { to[i] = from[i] / number }
      case .clip(let lower, let upper):
        for i in 0..<count {
          let x = from[i]
          let raised = x < lower ? lower : x
          to[i] = raised > upper ? upper : raised
        }
      }
    }
  }

  package static func scale(
    _ input: Span<Float>, from base: Int, factor: Float, offset: Float, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0 && count >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      let (from, to) = (input + base, output + start)
      if rectify {
        for i in 0..<count {
          let value = from[i] * factor + offset
          to[i] = value < 0 ? 0 : value
        }
      } else {
        for i in 0..<count { to[i] = from[i] * factor + offset }
      }
    }
  }
}

/// eˣ, with a relative error below 2·10⁻⁷; arguments outside −87…88 are moved there.
///
/// x = n · ln 2 + r, and eʳ is a polynomial with the coefficients of Cephes. Adding 1.5 · 2²³ rounds to
/// the whole number n, which then stands in the lowest bits.
@inline(__always)
private func exponential(_ x: Float) -> Float {
  let low: Float = x < -87 ? -87 : x
  let x: Float = low > 88 ? 88 : low
  let magic: Float = 12_582_912
  let shifted = x * 1.442_695_1 + magic
  let n = shifted - magic
  let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4
  var p: Float = 1.987_569_2e-4
  p = p * r + 1.398_199_9e-3
  p = p * r + 8.333_452e-3
  p = p * r + 4.166_579_6e-2
  p = p * r + 1.666_666_6e-1
  p = p * r + 0.5
  let power = p * r * r + r + 1
  return power * Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3F80_0000)
}

/// The error function by formula 7.1.26 of Abramowitz and Stegun: errors below 2·10⁻⁷.
@inline(__always)
private func errorFunction(_ x: Float) -> Float {
  let size = x < 0 ? -x : x
  let t = 1 / (1 + 0.327_591_1 * size)
  var p: Float = 1.061_405_4
  p = p * t - 1.453_152
  p = p * t + 1.421_413_7
  p = p * t - 0.284_496_7
  p = p * t + 0.254_829_6
  let value = 1 - p * t * exponential(-size * size)
  return x < 0 ? -value : value
}
