import RowLoops

// The formula: output[i] = Σ_t weights[t] · input[offsets[t] + i], in 16 bits.
// The loop order: blocks of 64 values; up to nine taps in one sweep, so that sums stay in registers.
// Plain scalar loops, which the compiler vectorises: integer SIMD types of 32 lanes and more run
// lane by lane. A block's sums lie on the stack, where the compiler knows that nothing overlaps,
// and leave it by vectors: the C library's copy is slow for a few bytes at odd places.

typealias Bytes = UnsafePointer<UInt8>
typealias Words = UnsafePointer<Int16>
typealias MutableWords = UnsafeMutablePointer<Int16>

extension Loops {
  public static func copy(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    assert(base >= 0 && base + count <= input.count && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        copyRow(input + base, to: output + start, count: count)
      }
    }
  }

  public static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int
  ) {
    assert(weights.count >= offsets.count && start >= 0 && start + count <= output.count)
    openTaps(input, base, offsets, weights) { taps in
      output.withUnsafeMutableBufferPointer { output in
        guard let output = output.baseAddress else { return }
        taps.sweep(count, into: output + start) { $0 }
      }
    }
  }

  public static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    absolute: Bool, into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    assert(weights.count >= offsets.count && start >= 0 && start + count <= output.count)
    openTaps(input, base, offsets, weights) { taps in
      output.withUnsafeMutableBufferPointer { output in
        guard let output = output.baseAddress else { return }
        if absolute {
          taps.sweep(count, into: output + start) { clip($0 < 0 ? 0 &- $0 : $0) }
        } else {
          taps.sweep(count, into: output + start) { clip($0 < 0 ? 0 : $0) }
        }
      }
    }
  }

  public static func keepLarger(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Int16>, at start: Int,
    count: Int
  ) {
    assert(base + count <= input.count && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        for i in 0..<count {
          let (a, b) = (input[base &+ i], output[start &+ i])
          output[start &+ i] = a > b ? a : b
        }
      }
    }
  }

  public static func magnitude(
    _ x: Span<Int16>, _ y: Span<Int16>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    assert(count <= x.count && count <= y.count && start + count <= output.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        output.withUnsafeMutableBufferPointer { output in
          guard let x = x.baseAddress, let y = y.baseAddress, let output = output.baseAddress
          else { return }
          for i in 0..<count {
            let (a, b) = (Float(x[i]), Float(y[i]))
            output[start &+ i] = (a * a + b * b).squareRoot()
          }
        }
      }
    }
  }

  public static func narrow(
    _ input: Span<Int16>, from base: Int, absolute: Bool, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int
  ) {
    assert(base + count <= input.count && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        let (from, to) = (input + base, output + start)
        if absolute {
          for i in 0..<count { to[i] = clip(from[i] < 0 ? 0 &- from[i] : from[i]) }
        } else {
          for i in 0..<count { to[i] = clip(from[i] < 0 ? 0 : from[i]) }
        }
      }
    }
  }

  public static func outside(
    _ input: Span<Int16>, from base: Int, absolute: Bool, count: Int
  ) -> Int {
    assert(base + count <= input.count)
    let lowest: Int16 = absolute ? -255 : 0
    var outside: Int32 = 0
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for i in 0..<count {
        let value = input[base &+ i]
        outside &+= value < lowest || value > 255 ? 1 : 0
      }
    }
    return Int(outside)
  }

  public static func extremes(
    _ input: Span<Int16>, from base: Int, count: Int
  ) -> SIMD2<Int16> {
    assert(count > 0 && base + count <= input.count)
    var (low, high) = (Int16.max, Int16.min)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for i in 0..<count {
        let value = input[base &+ i]
        low = value < low ? value : low
        high = value > high ? value : high
      }
    }
    return SIMD2(low, high)
  }

  public static func extremes(
    _ input: Span<UInt8>, from base: Int, count: Int
  ) -> SIMD2<UInt8> {
    assert(count > 0 && base + count <= input.count)
    var (low, high) = (UInt8.max, UInt8.min)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      for i in 0..<count {
        let value = input[base &+ i]
        low = value < low ? value : low
        high = value > high ? value : high
      }
    }
    return SIMD2(low, high)
  }

  public static func widen(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    assert(base + count <= input.count && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        for i in 0..<count { output[start &+ i] = Float(input[base &+ i]) }
      }
    }
  }
}

@inline(__always)
func clip(_ value: Int16) -> UInt8 { UInt8(truncatingIfNeeded: value > 255 ? 255 : value) }
