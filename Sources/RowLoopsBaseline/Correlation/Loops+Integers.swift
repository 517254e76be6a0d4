internal import RowLoops

// The formula: output[i] = Σ_t weights[t] · input[offsets[t] + i], in 16 bits.
//
// The loop order: blocks of 64 values; up to nine taps in one sweep, so that sums stay in
// registers. The loops are plain scalar loops, which the compiler vectorizes: integer SIMD types of
// 32 lanes and more run lane by lane. The sums of a block are on the stack, where the compiler
// knows that nothing overlaps. Vectors copy the sums to the output: the C library's copy is slow
// for a few bytes at unaligned addresses.

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

  package static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int
  ) {
    requireRanges(offsets, from: base, count, of: input.count)
    precondition(weights.count >= offsets.count && start >= 0 && start + count <= output.count)
    openTaps(input, base, offsets, weights) { taps in
      output.withUnsafeMutableBufferPointer { output in
        guard let output = output.baseAddress else { return }
        taps.sweep(count, into: output + start) { $0 }
      }
    }
  }

  package static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    absolute: Bool, into output: inout MutableSpan<UInt8>, at start: Int, count: Int
  ) {
    requireRanges(offsets, from: base, count, of: input.count)
    precondition(weights.count >= offsets.count && start >= 0 && start + count <= output.count)
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

// MARK: Taps

/// Number of values summed at a time: the sums fill a few registers.
private let block = 64

/// Converts the arguments of a correlation of bytes to pointers.
@inline(__always)
private func openTaps(
  _ input: Span<UInt8>, _ base: Int, _ offsets: Span<Int>, _ weights: Span<Int16>,
  _ body: (ByteTaps) -> Void
) {
  input.withUnsafeBufferPointer { input in
    offsets.withUnsafeBufferPointer { offsets in
      weights.withUnsafeBufferPointer { weights in
        guard let input = input.baseAddress else { return }
        body(ByteTaps(input: input + base, offsets: offsets, weights: weights))
      }
    }
  }
}

/// The offsets of all taps, and their weights.
private struct ByteTaps {
  let input: Bytes
  let offsets: UnsafeBufferPointer<Int>
  let weights: UnsafeBufferPointer<Int16>

  /// Sums all taps along a row, block by block, and finishes each sum before storing.
  @inline(__always)
  func sweep<Value: SIMDScalar>(
    _ count: Int, into output: UnsafeMutablePointer<Value>, finish: (Int16) -> Value
  ) {
    if offsets.count > 9 { return sweepMany(count, into: output, finish: finish) }
    // The approximate offset of the next rows: a row is little longer than the number of its
    // windows.
    let below = (offsets.last ?? 0) &+ count
    let size = MemoryLayout<Value>.stride
    withUnsafeTemporaryAllocation(of: Value.self, capacity: block) { values in
      guard let values = values.baseAddress else { return }
      withSum { sum in
        if count < block {
          for k in 0..<count { output[k] = finish(sum(k)) }
          return
        }
        var i = 0
        while i < count {
          // The last block begins early enough to be a whole block.
          if i + block > count { i = count - block }
          willRead(input + i, ahead: below)
          for line in 0..<size { willWrite(output + i, ahead: count &* size &+ 64 &* line) }
          for k in 0..<block { values[k] = finish(sum(i &+ k)) }
          // A single load of the whole block makes the compiler keep the block in registers.
          let whole = UnsafeRawPointer(values).loadUnaligned(as: SIMD64<Value>.self)
          UnsafeMutableRawPointer(output + i).storeBytes(of: whole, as: SIMD64<Value>.self)
          i += block
        }
      }
    }
  }

  /// Sums more than nine taps, tap by tap, on the stack.
  @inline(__always)
  private func sweepMany<Value: SIMDScalar>(
    _ count: Int, into output: UnsafeMutablePointer<Value>, finish: (Int16) -> Value
  ) {
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: 4 * block) { sums in
      guard let sums = sums.baseAddress else { return }
      let first = nine(0)
      for i in stride(from: 0, to: count, by: 4 * block) {
        let length = min(4 * block, count - i)
        for k in 0..<length { sums[k] = first(i &+ k) }
        for t in 9..<offsets.count {
          let next = tap(t)
          for k in 0..<length { sums[k] &+= next(i &+ k) }
        }
        for k in 0..<length { output[i &+ k] = finish(sums[k]) }
      }
    }
  }

  /// Calls `body` with the function that sums all taps, nine at most, at an index.
  ///
  /// The switch has one case for each number of taps, so that offsets and weights stay in
  /// registers.
  @inline(__always)
  private func withSum(_ body: ((Int) -> Int16) -> Void) {
    switch offsets.count {
    case 0: body { _ in 0 }
    case 1:
      let a = tap(0)
      body { a($0) }
    case 2:
      let (a, b) = (tap(0), tap(1))
      body { a($0) &+ b($0) }
    case 3:
      let a = three(0)
      body { a($0) }
    case 4:
      let (a, b) = (three(0), tap(3))
      body { a($0) &+ b($0) }
    case 5:
      let (a, b, c) = (three(0), tap(3), tap(4))
      body { a($0) &+ b($0) &+ c($0) }
    case 6:
      let (a, b) = (three(0), three(3))
      body { a($0) &+ b($0) }
    case 7:
      let (a, b, c) = (three(0), three(3), tap(6))
      body { a($0) &+ b($0) &+ c($0) }
    case 8:
      let (a, b, c, d) = (three(0), three(3), tap(6), tap(7))
      body { a($0) &+ b($0) &+ c($0) &+ d($0) }
    default:
      let all = nine(0)
      body { all($0) }
    }
  }

  @inline(__always)
  private func tap(_ t: Int) -> Tap { Tap(run: input + offsets[t], weight: weights[t]) }

  @inline(__always)
  private func three(_ t: Int) -> Three<Tap> { Three(a: tap(t), b: tap(t + 1), c: tap(t + 2)) }

  @inline(__always)
  private func nine(_ t: Int) -> Three<Three<Tap>> {
    Three(a: three(t), b: three(t + 3), c: three(t + 6))
  }
}

private protocol Term { func callAsFunction(_ i: Int) -> Int16 }

/// One tap: its offset and its weight.
private struct Tap: Term {
  let run: Bytes
  let weight: Int16

  @inline(__always)
  func callAsFunction(_ i: Int) -> Int16 { Int16(truncatingIfNeeded: run[i]) &* weight }
}

/// The sum of three terms.
private struct Three<T: Term>: Term {
  let a: T
  let b: T
  let c: T

  @inline(__always)
  func callAsFunction(_ i: Int) -> Int16 { a(i) &+ b(i) &+ c(i) }
}
