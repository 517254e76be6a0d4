internal import RowLoops

// The key of a rank is built from its highest bit down: a bit is set if no more keys than the rank
// lie below the candidate with the bit. Each of the 16 passes counts the window's keys below 64
// candidates at once, in four registers of 16 lanes: comparisons of wider registers give masks,
// which cannot be added without one more operation.

extension Loops {
  package static func keys(
    ofRank rank: Int, _ input: Span<Int16>, rows: Span<Int>, columns: Int, step: Int,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int
  ) {
    precondition(columns > 0 && step >= 0 && rank >= 0 && rank < rows.count * columns)
    precondition(rows.count * columns <= Int(Int16.max), "counts of 16 bits")
    requireRanges(rows, from: 0, count + (columns - 1) * step, of: input.count)
    requireRange(start, count, of: output.count)
    input.withUnsafeBufferPointer { input in
      rows.withUnsafeBufferPointer { rows in
        output.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          KeyWindow(input: input, rows: rows, columns: columns, step: step, rank: Int16(rank))
            .sweep(count, into: output + start)
        }
      }
    }
  }
}

/// The window of keys of which one rank is selected.
private struct KeyWindow {
  typealias Words = SIMD16<Int16>

  let input: UnsafePointer<Int16>
  let rows: UnsafeBufferPointer<Int>
  let columns: Int
  let step: Int
  let rank: Int16

  /// Selects the keys of one row of windows.
  ///
  /// The last block begins early enough to be a whole one; a row shorter than a block is selected
  /// key by key.
  @inline(__always)
  func sweep(_ count: Int, into output: UnsafeMutablePointer<Int16>) {
    guard count >= 64 else {
      for i in 0..<count { output[i] = key(at: i) }
      return
    }
    var i = 0
    while i < count {
      if i &+ 64 > count { i = count &- 64 }
      select(at: i, into: output + i)
      i = i &+ 64
    }
  }

  /// Selects 64 neighboring keys.
  @inline(__always)
  private func select(at i: Int, into output: UnsafeMutablePointer<Int16>) {
    let lowest = Words(repeating: Int16.min)
    var (a, b, c, d) = (lowest, lowest, lowest, lowest)
    for bit in (0..<16).reversed() {
      let increment = Words(repeating: Int16(truncatingIfNeeded: 1 &<< bit))
      let candidates = (a &+ increment, b &+ increment, c &+ increment, d &+ increment)
      var below = (Words.zero, Words.zero, Words.zero, Words.zero)
      for row in rows {
        var place = input + (row &+ i)
        for _ in 0..<columns {
          below.0 = counting(below.0, place, below: candidates.0)
          below.1 = counting(below.1, place + 16, below: candidates.1)
          below.2 = counting(below.2, place + 32, below: candidates.2)
          below.3 = counting(below.3, place + 48, below: candidates.3)
          place += step
        }
      }
      let last = Words(repeating: rank)
      a.replace(with: candidates.0, where: below.0 .<= last)
      b.replace(with: candidates.1, where: below.1 .<= last)
      c.replace(with: candidates.2, where: below.2 .<= last)
      d.replace(with: candidates.3, where: below.3 .<= last)
    }
    let keys = UnsafeMutableRawPointer(output)
    keys.storeBytes(of: a, as: Words.self)
    keys.storeBytes(of: b, toByteOffset: 32, as: Words.self)
    keys.storeBytes(of: c, toByteOffset: 64, as: Words.self)
    keys.storeBytes(of: d, toByteOffset: 96, as: Words.self)
  }

  /// Adds 1 to the count of each lane whose key is below the candidate.
  @inline(__always)
  private func counting(
    _ counts: Words, _ keys: UnsafePointer<Int16>, below candidates: Words
  ) -> Words {
    let keys = UnsafeRawPointer(keys).loadUnaligned(as: Words.self)
    // A comparison gives −1 or 0 in each lane.
    return counts &- unsafeBitCast(keys .< candidates, to: Words.self)
  }

  @inline(__always)
  private func key(at i: Int) -> Int16 {
    var key = Int16.min
    for bit in (0..<16).reversed() {
      let candidate = key &+ Int16(truncatingIfNeeded: 1 &<< bit)
      var below: Int16 = 0
      for row in rows {
        for column in 0..<columns where input[row &+ i &+ column &* step] < candidate {
          below &+= 1
        }
      }
      if below <= rank { key = candidate }
    }
    return key
  }
}
