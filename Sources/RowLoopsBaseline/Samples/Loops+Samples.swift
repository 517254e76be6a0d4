internal import RowLoops

// The loops are plain scalar loops on purpose: the compiler vectorizes them, while the generic SIMD
// conversions between lane types run element by element.

extension Loops {
  package static func widen(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count { output[start &+ i] = Float(input[base &+ i]) }
    }
  }

  package static func widen(
    _ input: Span<UInt16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count { output[start &+ i] = Float(input[base &+ i]) }
    }
  }

  package static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count {
        output[start &+ i] = UInt8(truncatingIfNeeded: roundedBits(input[base &+ i], maximum: 255))
      }
    }
  }

  package static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt16>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      for i in 0..<count {
        output[start &+ i] = UInt16(
          truncatingIfNeeded: roundedBits(input[base &+ i], maximum: 65535))
      }
    }
  }

  package static func outside(
    _ input: Span<Float>, from base: Int, maximum: Float, count: Int
  ) -> Int {
    precondition(base >= 0)
    precondition(base + count <= input.count)
    let highest = maximum + 0.5
    return input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return 0 }
      // Both comparisons are made, and the sum is not a captured variable, so that the loop is
      // vectorized.
      var inside: UInt32 = 0
      for i in 0..<count {
        let x = input[base &+ i]
        // NaN fails every comparison.
        inside &+= (x >= -0.5 ? 1 : 0) & (x <= highest ? 1 : 0)
      }
      return count - Int(inside)
    }
  }
}

/// Returns the bits of a float whose low bits are x, clipped and rounded, without a branch or a
/// trap.
///
/// Adding 1.5 · 2²³ leaves the integer nearest to a float below 2²² (ties to even) in the low bits
/// of the sum. NaN becomes 0.
@inline(__always)
func roundedBits(_ x: Float, maximum: Float) -> UInt32 {
  let positive = x > 0 ? x : 0
  let inside = positive < maximum ? positive : maximum
  return (inside + 12_582_912).bitPattern
}

/// Calls `body` with pointers to rows of two sample types; private, so that only its
/// specializations are emitted.
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
