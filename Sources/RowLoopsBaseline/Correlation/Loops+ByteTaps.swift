import CSystem
package import RowLoops

// The formula: output[i] = Σ_t weights[t] · input[offsets[t] + i], in 16 bits.
//
// The loop order: blocks of 128 values; all taps in one sweep, so that sums stay in registers. The
// values at even and at odd places have sums of their own: a mask and a shift separate the bytes of
// a register, where spreading them to the width of the sums takes the one unit that moves values
// between lanes. The processor adds a byte and its neighbor, each times a weight, in one instruction:
// two taps side by side take one. The operations are those of the C compiler's vectors: Swift's
// vectors of so many integers run lane by lane, and whether a scalar loop is vectorized changes with
// the code around it.

extension Loops {
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
}

// MARK: Taps

/// 32 sums, which are one or several registers.
private typealias Sums = SIMD32<Int16>

/// Number of values summed at a time: the sums fill four pairs of registers at most.
private let block = 128

/// Converts the arguments of a correlation of bytes to pointers and steps.
@inline(__always)
private func openTaps(
  _ input: Span<UInt8>, _ base: Int, _ offsets: Span<Int>, _ weights: Span<Int16>,
  _ body: (ByteTaps) -> Void
) {
  withUnsafeTemporaryAllocation(of: ByteStep.self, capacity: max(offsets.count, 1)) { steps in
    var count = 0
    var tap = 0
    while tap < offsets.count {
      let step = ByteStep(offsets, weights, at: tap)
      steps.initializeElement(at: count, to: step)
      count += 1
      tap += step.kind == .pair ? 2 : 1
    }
    let used = UnsafeBufferPointer(rebasing: steps[0..<count])
    input.withUnsafeBufferPointer { input in
      offsets.withUnsafeBufferPointer { offsets in
        weights.withUnsafeBufferPointer { weights in
          guard let input = input.baseAddress else { return }
          body(ByteTaps(input: input + base, offsets: offsets, weights: weights, steps: used))
        }
      }
    }
  }
}

/// One or two taps that are added at once.
private struct ByteStep {
  enum Kind {
    /// A weight of 1 or of −1.
    case plus, minus
    /// A weight of 8 bits.
    case small
    /// Two taps side by side, with weights of 8 bits and a sum of less than 2¹⁵.
    case pair
    /// Any weight.
    case large
  }

  /// The largest magnitude of a weight of 8 bits, and of the sum of two: 255 · 127 < 2¹⁵.
  private static let most = 127

  let kind: Kind
  let offset: Int
  let weight: Int16
  /// The weight of the second tap.
  var next: Int16 = 0

  /// The step of a tap, and of the tap that follows it if both make a pair.
  @inline(__always)
  init(_ offsets: Span<Int>, _ weights: Span<Int16>, at tap: Int) {
    (offset, weight) = (offsets[tap], weights[tap])
    let size = Int(weight.magnitude)
    if tap + 1 < offsets.count && offsets[tap + 1] == offset + 1
      && size + Int(weights[tap + 1].magnitude) <= Self.most
    {
      (kind, next) = (.pair, weights[tap + 1])
    } else if size == 1 {
      kind = weight > 0 ? .plus : .minus
    } else {
      kind = size <= Self.most ? .small : .large
    }
  }
}

/// The offsets of all taps, and their weights.
private struct ByteTaps {
  let input: Bytes
  let offsets: UnsafeBufferPointer<Int>
  let weights: UnsafeBufferPointer<Int16>
  let steps: UnsafeBufferPointer<ByteStep>

  /// Sums all taps along the rows of a stack.
  @inline(__always)
  func sweep<Target: ByteSumTarget>(
    _ stack: RowStack, _ count: Int, into output: UnsafeMutablePointer<Target.Value>,
    as _: Target.Type
  ) {
    for row in 0..<stack.rows {
      let taps = ByteTaps(
        input: input + row &* stack.inputStride, offsets: offsets, weights: weights, steps: steps)
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
          let sums = sums(i)
          Target.storePastCache(even: sums.0, odd: sums.1, output + i)
          Target.storePastCache(even: sums.2, odd: sums.3, output + (i &+ 64))
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
    Target.store(even: sums.0, odd: sums.1, to)
    Target.store(even: sums.2, odd: sums.3, to + 64)
  }

  /// Sums a block: 64 values at even and at odd places, and 64 more.
  @inline(__always)
  private func sums(_ i: Int) -> (Sums, Sums, Sums, Sums) {
    var (a, b, c, d) = (Sums.zero, Sums.zero, Sums.zero, Sums.zero)
    for step in steps {
      let from = input + (step.offset &+ i)
      let (weight, next) = (step.weight, step.next)
      switch step.kind {
      case .plus:
        a = words_plus(a, words_of_even_bytes(from))
        b = words_plus(b, words_of_odd_bytes(from))
        c = words_plus(c, words_of_even_bytes(from + 64))
        d = words_plus(d, words_of_odd_bytes(from + 64))
      case .minus:
        a = words_minus(a, words_of_even_bytes(from))
        b = words_minus(b, words_of_odd_bytes(from))
        c = words_minus(c, words_of_even_bytes(from + 64))
        d = words_minus(d, words_of_odd_bytes(from + 64))
      case .small:
        a = words_plus(a, words_of_byte_pairs(from, weight, 0))
        b = words_plus(b, words_of_byte_pairs(from, 0, weight))
        c = words_plus(c, words_of_byte_pairs(from + 64, weight, 0))
        d = words_plus(d, words_of_byte_pairs(from + 64, 0, weight))
      case .pair:
        a = words_plus(a, words_of_byte_pairs(from, weight, next))
        b = words_plus(b, words_of_byte_pairs(from + 1, weight, next))
        c = words_plus(c, words_of_byte_pairs(from + 64, weight, next))
        d = words_plus(d, words_of_byte_pairs(from + 65, weight, next))
      case .large:
        a = words_plus(a, words_times(words_of_even_bytes(from), weight))
        b = words_plus(b, words_times(words_of_odd_bytes(from), weight))
        c = words_plus(c, words_times(words_of_even_bytes(from + 64), weight))
        d = words_plus(d, words_times(words_of_odd_bytes(from + 64), weight))
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

/// Where sums go: 16-bit integers as they are, or bytes.
private protocol ByteSumTarget {
  associatedtype Value

  /// Stores 64 sums.
  static func store(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<Value>)
  /// Stores 64 sums past the cache, at the beginning of a line.
  static func storePastCache(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<Value>)
  static func value(_ sum: Int16) -> Value
}

private enum WordTarget: ByteSumTarget {
  @inline(__always)
  static func store(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<Int16>) {
    let place = UnsafeMutableRawPointer(to)
    place.storeBytes(of: first_of_even_and_odd_words(even, odd), as: Sums.self)
    place.storeBytes(
      of: last_of_even_and_odd_words(even, odd), toByteOffset: 64, as: Sums.self)
  }

  @inline(__always)
  static func storePastCache(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<Int16>) {
    withUnsafePointer(to: first_of_even_and_odd_words(even, odd)) { store_past_cache_64(to, $0) }
    withUnsafePointer(to: last_of_even_and_odd_words(even, odd)) {
      store_past_cache_64(to + 32, $0)
    }
  }

  @inline(__always)
  static func value(_ sum: Int16) -> Int16 { sum }
}

/// The sums, clipped to bytes.
private enum ClippedTarget: ByteSumTarget {
  @inline(__always)
  static func store(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(to).storeBytes(
      of: bytes_of_even_and_odd_words(even, odd), as: Sums.self)
  }

  @inline(__always)
  static func storePastCache(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    withUnsafePointer(to: bytes_of_even_and_odd_words(even, odd)) { store_past_cache_64(to, $0) }
  }

  @inline(__always)
  static func value(_ sum: Int16) -> UInt8 { clip(sum < 0 ? 0 : sum) }
}

/// The magnitudes of the sums, clipped to bytes.
private enum MagnitudeTarget: ByteSumTarget {
  @inline(__always)
  static func store(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(to).storeBytes(
      of: bytes_of_even_and_odd_magnitudes(even, odd), as: Sums.self)
  }

  @inline(__always)
  static func storePastCache(even: Sums, odd: Sums, _ to: UnsafeMutablePointer<UInt8>) {
    withUnsafePointer(to: bytes_of_even_and_odd_magnitudes(even, odd)) {
      store_past_cache_64(to, $0)
    }
  }

  @inline(__always)
  static func value(_ sum: Int16) -> UInt8 { clip(sum < 0 ? 0 &- sum : sum) }
}
