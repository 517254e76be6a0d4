import RowLoops

// Plain scalar loops on purpose: the compiler vectorises them, while the generic SIMD conversions
// between lane types run element by element.

extension Loops {
  public static func widen(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    assert(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count { output[start &+ i] = Float(input[base &+ i]) }
    }
  }

  public static func widen(
    _ input: Span<UInt16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    assert(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count { output[start &+ i] = Float(input[base &+ i]) }
    }
  }

  public static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) -> Int {
    assert(base + count <= input.count && start + count <= output.count)
    var clipped: UInt32 = 0
    unsafeRows(input, &output) { input, output in
      for i in 0..<count {
        let rounded = round(input[base &+ i], maximum: 255)
        output[start &+ i] = UInt8(truncatingIfNeeded: rounded.bits)
        clipped &+= rounded.clipped
      }
    }
    return Int(clipped)
  }

  public static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt16>, at start: Int,
    count: Int
  ) -> Int {
    assert(base + count <= input.count && start + count <= output.count)
    var clipped: UInt32 = 0
    unsafeRows(input, &output) { input, output in
      for i in 0..<count {
        let rounded = round(input[base &+ i], maximum: 65535)
        output[start &+ i] = UInt16(truncatingIfNeeded: rounded.bits)
        clipped &+= rounded.clipped
      }
    }
    return Int(clipped)
  }
}

/// Clips and rounds without a branch or a trap.
///
/// Adding 1.5 · 2²³ leaves the integer nearest to a
/// float below 2²² (ties to even) in the low bits of the sum. The comparisons are false for NaN.
@inline(__always)
private func round(_ x: Float, maximum: Float) -> (bits: UInt32, clipped: UInt32) {
  let inside: Float = x > 0 ? (x < maximum ? x : maximum) : 0
  let outside = x < -0.5 || x > maximum + 0.5 || x != x
  return ((inside + 12_582_912).bitPattern, outside ? 1 : 0)
}

/// Opens rows of two sample types; private, so that only its specialisations are emitted.
@inline(__always)
private func unsafeRows<Input: BitwiseCopyable, Output: BitwiseCopyable>(
  _ input: Span<Input>, _ output: inout MutableSpan<Output>,
  _ body: (UnsafePointer<Input>, UnsafeMutablePointer<Output>) -> Void
) {
  input.withUnsafeBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      guard let input = input.baseAddress, let output = output.baseAddress else { return }
      body(input, output)
    }
  }
}
