import CSystem
package import RowLoops

// The formula: output[i] = Σ_t weights[t] · input[offsets[t] + i], in 16 bits.
//
// The loop order: blocks of 128 values; all taps in one sweep, so that sums stay in registers. The
// operations on 32 values are those of the C compiler's vectors: Swift's vectors of so many integers
// run lane by lane, and whether a scalar loop is vectorized changes with the code around it.

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
    stack: RowStack, into output: inout MutableSpan<Int16>, at start: Int, count: Int
  ) {
    requireStack(stack, at: start, count, of: output.count)
    requireRanges(
      offsets, from: base, (stack.rows - 1) * stack.inputStride + count, of: input.count)
    precondition(weights.count >= offsets.count)
    openTaps(input, base, offsets, weights) { taps in
      output.withUnsafeMutableBufferPointer { output in
        guard let output = output.baseAddress else { return }
        taps.sweep(stack, count, into: output + start, as: WordTarget.self)
      }
    }
  }

  package static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    absolute: Bool, stack: RowStack, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int
  ) {
    requireStack(stack, at: start, count, of: output.count)
    requireRanges(
      offsets, from: base, (stack.rows - 1) * stack.inputStride + count, of: input.count)
    precondition(weights.count >= offsets.count)
    openTaps(input, base, offsets, weights) { taps in
      output.withUnsafeMutableBufferPointer { output in
        guard let output = output.baseAddress else { return }
        if absolute {
          taps.sweep(stack, count, into: output + start, as: MagnitudeTarget.self)
        } else {
          taps.sweep(stack, count, into: output + start, as: ClippedTarget.self)
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

/// 32 sums, which are one or several registers.
private typealias Sums = SIMD32<Int16>

/// Number of values summed at a time: the sums fill four pairs of registers at most.
private let block = 128

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

/// Where sums go: 16-bit integers as they are, or bytes.
private protocol ByteSumTarget {
  associatedtype Value

  /// Stores 32 sums.
  static func store(_ sums: Sums, _ to: UnsafeMutablePointer<Value>)
  /// Stores 64 sums past the cache, at the beginning of a line.
  static func storePastCache(_ a: Sums, _ b: Sums, _ to: UnsafeMutablePointer<Value>)
  static func value(_ sum: Int16) -> Value
}

/// The offsets of all taps, and their weights.
private struct ByteTaps {
  let input: Bytes
  let offsets: UnsafeBufferPointer<Int>
  let weights: UnsafeBufferPointer<Int16>

  /// Sums all taps along the rows of a stack.
  @inline(__always)
  func sweep<Target: ByteSumTarget>(
    _ stack: RowStack, _ count: Int, into output: UnsafeMutablePointer<Target.Value>,
    as _: Target.Type
  ) {
    for row in 0..<stack.rows {
      let taps = ByteTaps(
        input: input + row &* stack.inputStride, offsets: offsets, weights: weights)
      let to = output + row &* stack.outputStride
      if count < block {
        for i in 0..<count { to[i] = Target.value(taps.sum(i)) }
      } else if stack.pastCache {
        taps.sweepRowPastCache(count, into: to, as: Target.self)
      } else {
        taps.sweepRow(count, into: to, as: Target.self)
      }
    }
  }

  /// Sums a row, a block at a time.
  @inline(__always)
  private func sweepRow<Target: ByteSumTarget>(
    _ count: Int, into output: UnsafeMutablePointer<Target.Value>, as _: Target.Type
  ) {
    let below = nextRow(count)
    let size = MemoryLayout<Target.Value>.stride
    var i = 0
    while i < count {
      // The last block begins early enough to be a whole block.
      if i &+ block > count { i = count &- block }
      willRead(input + i, ahead: below)
      willRead(input + (i &+ 64), ahead: below)
      for line in 0..<2 &* size { willWrite(output + i, ahead: count &* size &+ 64 &* line) }
      store(sums(i), output + i, as: Target.self)
      i &+= block
    }
  }

  /// Sums a row, and stores it past the cache in whole lines.
  ///
  /// Lines that are partly stored as usual would go to memory twice: the values before the first
  /// line and after the last block of lines are copied.
  @inline(__always)
  private func sweepRowPastCache<Target: ByteSumTarget>(
    _ count: Int, into output: UnsafeMutablePointer<Target.Value>, as _: Target.Type
  ) {
    let below = nextRow(count)
    withUnsafeTemporaryAllocation(of: Target.Value.self, capacity: block) { part in
      guard let part = part.baseAddress else { return }
      var i = 0
      // The first and the last part of the row.
      while i < count {
        let (start, length) = (min(i, count &- block), i == 0 ? valuesToLine(output) : count &- i)
        store(sums(start), part, as: Target.self)
        for k in 0..<length { output[i &+ k] = part[i &- start &+ k] }
        i &+= length
        while i &+ block <= count {
          willRead(input + i, ahead: below)
          willRead(input + (i &+ 64), ahead: below)
          let (a, b, c, d) = sums(i)
          Target.storePastCache(a, b, output + i)
          Target.storePastCache(c, d, output + (i &+ 64))
          i &+= block
        }
      }
    }
  }

  /// Returns the approximate offset of the next rows: a row is little longer than the number of its
  /// windows.
  @inline(__always)
  private func nextRow(_ count: Int) -> Int { (offsets.last ?? 0) &+ count }

  @inline(__always)
  private func store<Target: ByteSumTarget>(
    _ sums: (Sums, Sums, Sums, Sums), _ to: UnsafeMutablePointer<Target.Value>, as _: Target.Type
  ) {
    Target.store(sums.0, to)
    Target.store(sums.1, to + 32)
    Target.store(sums.2, to + 64)
    Target.store(sums.3, to + 96)
  }

  /// Sums a block.
  @inline(__always)
  private func sums(_ i: Int) -> (Sums, Sums, Sums, Sums) {
    var (a, b, c, d) = (Sums.zero, Sums.zero, Sums.zero, Sums.zero)
    for t in 0..<offsets.count {
      let from = input + (offsets[t] &+ i)
      let (p, q) = (words_from_bytes(from), words_from_bytes(from + 32))
      let (r, s) = (words_from_bytes(from + 64), words_from_bytes(from + 96))
      let weight = weights[t]
      // Most weights of edge filters are 1.
      if weight == 1 {
        (a, b) = (words_plus(a, p), words_plus(b, q))
        (c, d) = (words_plus(c, r), words_plus(d, s))
      } else {
        (a, b) = (words_plus(a, words_times(p, weight)), words_plus(b, words_times(q, weight)))
        (c, d) = (words_plus(c, words_times(r, weight)), words_plus(d, words_times(s, weight)))
      }
    }
    return (a, b, c, d)
  }

  @inline(__always)
  private func sum(_ i: Int) -> Int16 {
    var sum: Int16 = 0
    for t in 0..<offsets.count {
      sum &+= Int16(truncatingIfNeeded: input[offsets[t] &+ i]) &* weights[t]
    }
    return sum
  }
}

private enum WordTarget: ByteSumTarget {
  @inline(__always)
  static func store(_ sums: Sums, _ to: UnsafeMutablePointer<Int16>) {
    UnsafeMutableRawPointer(to).storeBytes(of: sums, as: Sums.self)
  }

  @inline(__always)
  static func storePastCache(_ a: Sums, _ b: Sums, _ to: UnsafeMutablePointer<Int16>) {
    withUnsafePointer(to: a) { store_past_cache_64(to, $0) }
    withUnsafePointer(to: b) { store_past_cache_64(to + 32, $0) }
  }

  @inline(__always)
  static func value(_ sum: Int16) -> Int16 { sum }
}

/// The sums, clipped to bytes.
private enum ClippedTarget: ByteSumTarget {
  @inline(__always)
  static func store(_ sums: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(to).storeBytes(
      of: bytes_from_words(sums), as: SIMD32<UInt8>.self)
  }

  @inline(__always)
  static func storePastCache(_ a: Sums, _ b: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    withUnsafePointer(to: bytes_from_two_words(a, b)) { store_past_cache_64(to, $0) }
  }

  @inline(__always)
  static func value(_ sum: Int16) -> UInt8 { clip(sum < 0 ? 0 : sum) }
}

/// The magnitudes of the sums, clipped to bytes.
private enum MagnitudeTarget: ByteSumTarget {
  @inline(__always)
  static func store(_ sums: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    ClippedTarget.store(words_magnitude(sums), to)
  }

  @inline(__always)
  static func storePastCache(_ a: Sums, _ b: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    ClippedTarget.storePastCache(words_magnitude(a), words_magnitude(b), to)
  }

  @inline(__always)
  static func value(_ sum: Int16) -> UInt8 { clip(sum < 0 ? 0 &- sum : sum) }
}
