import RowLoops

// The formula: output[i] = Σ_t weights[t] · input[offsets[t] + i], in 16 bits.
// The loop order: blocks of a row; up to nine taps in one sweep, so that sums stay in registers.
// Plain scalar loops, which the compiler vectorises: integer SIMD types of 32 lanes and more run
// lane by lane. A block's sums lie on the stack, where the compiler knows that nothing overlaps.

typealias Bytes = UnsafePointer<UInt8>
typealias Words = UnsafePointer<Int16>
typealias MutableWords = UnsafeMutablePointer<Int16>

/// Values summed at a time: what stays in the first-level cache.
private let block = 512

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
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          output.withUnsafeMutableBufferPointer { output in
            let taps = offsets.count
            guard let input = input.baseAddress, let output = output.baseAddress,
              let offsets = offsets.baseAddress, let weights = weights.baseAddress
            else { return }
            if taps == 0 { return (output + start).update(repeating: 0, count: count) }
            withUnsafeTemporaryAllocation(of: Int16.self, capacity: block) { sums in
              guard let sums = sums.baseAddress else { return }
              var i = 0
              while i < count {
                // The last block begins early enough to be a whole one.
                if i + block > count { i = max(0, count - block) }
                let length = min(block, count)
                sumBlock(
                  ByteTaps(input: input + base + i, offsets: offsets, weights: weights, sums: sums),
                  taps: taps, count: length)
                (output + start + i).update(from: sums, count: length)
                i += block
              }
            }
          }
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
private func clip(_ value: Int16) -> UInt8 { UInt8(truncatingIfNeeded: value > 255 ? 255 : value) }

// MARK: Taps

/// The taps of one block.
private struct ByteTaps {
  let input: Bytes
  let offsets: UnsafePointer<Int>
  let weights: Words
  let sums: MutableWords

  /// The product of one tap.
  @inline(__always)
  func term(_ t: Int, _ i: Int) -> Int16 {
    Int16(truncatingIfNeeded: input[offsets[t] &+ i]) &* weights[t]
  }

  /// The products of three taps.
  @inline(__always)
  func three(_ t: Int, _ i: Int) -> Int16 { term(t, i) &+ term(t + 1, i) &+ term(t + 2, i) }

  /// Sets the sums, or adds to them.
  @inline(__always)
  func sum(_ isFirst: Bool, _ count: Int, _ value: (Int) -> Int16) {
    if isFirst {
      for i in 0..<count { sums[i] = value(i) }
    } else {
      for i in 0..<count { sums[i] &+= value(i) }
    }
  }

  /// The same taps from `t` on.
  @inline(__always)
  func from(_ t: Int) -> ByteTaps {
    ByteTaps(input: input, offsets: offsets + t, weights: weights + t, sums: sums)
  }
}

@inline(__always)
private func sumBlock(_ all: ByteTaps, taps: Int, count: Int) {
  var first = 0
  while first < taps {
    let part = all.from(first)
    let left = min(taps - first, 9)
    let isFirst = first == 0
    // One case for each number of taps: a loop over a constant number is unrolled, and its sum
    // stays in a register.
    switch left {
    case 1: part.sum(isFirst, count) { part.term(0, $0) }
    case 2: part.sum(isFirst, count) { part.term(0, $0) &+ part.term(1, $0) }
    case 3: part.sum(isFirst, count) { part.three(0, $0) }
    case 4: part.sum(isFirst, count) { part.three(0, $0) &+ part.term(3, $0) }
    case 5: part.sum(isFirst, count) { part.three(0, $0) &+ part.term(3, $0) &+ part.term(4, $0) }
    case 6: part.sum(isFirst, count) { part.three(0, $0) &+ part.three(3, $0) }
    case 7: part.sum(isFirst, count) { part.three(0, $0) &+ part.three(3, $0) &+ part.term(6, $0) }
    case 8:
      part.sum(isFirst, count) {
        part.three(0, $0) &+ part.three(3, $0) &+ part.term(6, $0) &+ part.term(7, $0)
      }
    default:
      part.sum(isFirst, count) { part.three(0, $0) &+ part.three(3, $0) &+ part.three(6, $0) }
    }
    first += left
  }
}
