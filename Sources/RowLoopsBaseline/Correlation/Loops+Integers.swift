internal import RowLoops

// 16-bit integers and bytes, value by value: simple loops that the compiler turns into vectors.

typealias Bytes = UnsafePointer<UInt8>
typealias Words = UnsafePointer<Int16>
typealias MutableWords = UnsafeMutablePointer<Int16>

extension Loops {
  package static func copy(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    precondition(start >= 0)
    precondition(base >= 0 && base + count <= input.count && start + count <= output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        copyRow(input + base, to: output + start, count: count)
      }
    }
  }

  package static func keepLarger(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Int16>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
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

  package static func magnitude(
    _ x: Span<Int16>, _ y: Span<Int16>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(start >= 0)
    precondition(count <= x.count && count <= y.count && start + count <= output.count)
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

  package static func narrow(
    _ input: Span<Int16>, from base: Int, absolute: Bool, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
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

  package static func outside(
    _ input: Span<Int16>, from base: Int, absolute: Bool, count: Int
  ) -> Int {
    precondition(base >= 0)
    precondition(base + count <= input.count)
    let lowest: Int16 = absolute ? -255 : 0
    return input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return 0 }
      // Both comparisons are made, and the sum is not a captured variable, so that the loop is
      // vectorized.
      var outside: UInt32 = 0
      for i in 0..<count {
        let value = input[base &+ i]
        outside &+= (value < lowest ? 1 : 0) | (value > 255 ? 1 : 0)
      }
      return Int(outside)
    }
  }

  package static func extremes(
    _ input: Span<Int16>, from base: Int, count: Int
  ) -> SIMD2<Int16> {
    precondition(base >= 0)
    precondition(count > 0 && base + count <= input.count)
    return input.withUnsafeBufferPointer { input in
      var (low, high) = (Int16.max, Int16.min)
      guard let input = input.baseAddress else { return SIMD2(low, high) }
      for i in 0..<count {
        let value = input[base &+ i]
        low = value < low ? value : low
        high = value > high ? value : high
      }
      return SIMD2(low, high)
    }
  }

  package static func extremes(
    _ input: Span<UInt8>, from base: Int, count: Int
  ) -> SIMD2<UInt8> {
    precondition(base >= 0)
    precondition(count > 0 && base + count <= input.count)
    return input.withUnsafeBufferPointer { input in
      var (low, high) = (UInt8.max, UInt8.min)
      guard let input = input.baseAddress else { return SIMD2(low, high) }
      for i in 0..<count {
        let value = input[base &+ i]
        low = value < low ? value : low
        high = value > high ? value : high
      }
      return SIMD2(low, high)
    }
  }

  package static func widen(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= input.count && start + count <= output.count)
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
