internal import RowLoops

// The histogram of a column is 17 vectors of 16 cumulative counts. Cumulative counts can be added
// and subtracted like plain counts, and the value at a rank is the number of cumulative counts that
// do not exceed the rank: no branch is needed.

private typealias Counts = SIMD16<UInt16>
private typealias MutableCounts = UnsafeMutablePointer<UInt16>

/// Number of counts in one histogram.
private let size = 17 * 16

/// Requires that the sources of some columns lie in a row of `total` values.
///
/// Sources below 0 are outside the image and are not read.
@inline(__always)
private func requireSources(
  _ sources: Span<Int>, _ first: Int, _ count: Int, from base: Int, of total: Int
) {
  requireRange(first, count, of: sources.count)
  let last = sources.withUnsafeBufferPointer { sources in
    var last = -1
    for i in first..<first + count { last = sources[i] > last ? sources[i] : last }
    return last
  }
  precondition(base >= 0 && base + last < total, "a loop outside its span")
}

extension Loops {
  package static func countRow(
    _ histograms: inout MutableSpan<UInt16>, _ row: Span<UInt8>, from base: Int,
    sources: Span<Int>, from first: Int, outside: UInt8, count: Int
  ) {
    requireSources(sources, first, count, from: base, of: row.count)
    precondition(count * size <= histograms.count && first + count <= sources.count)
    histograms.withUnsafeMutableBufferPointer { histograms in
      row.withUnsafeBufferPointer { row in
        sources.withUnsafeBufferPointer { sources in
          guard let histograms = histograms.baseAddress, let row = row.baseAddress,
            let sources = sources.baseAddress
          else { return }
          withSteps { steps in
            for column in 0..<count {
              let source = sources[first + column]
              let value = source < 0 ? outside : row[base + source]
              let histogram = histograms + column * size
              steps.add(value >> 4, histogram)
              steps.add(value & 15, histogram + 16 + Int(value & 0xf0))
            }
          }
        }
      }
    }
  }

  package static func slideRow(
    _ histograms: inout MutableSpan<UInt16>, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, sources: Span<Int>, from first: Int, outside: UInt8,
    count: Int
  ) {
    requireSources(sources, first, count, from: new, of: entering.count)
    requireSources(sources, first, count, from: old, of: leaving.count)
    precondition(count * size <= histograms.count && first + count <= sources.count)
    histograms.withUnsafeMutableBufferPointer { histograms in
      entering.withUnsafeBufferPointer { entering in
        leaving.withUnsafeBufferPointer { leaving in
          sources.withUnsafeBufferPointer { sources in
            guard let histograms = histograms.baseAddress, let entering = entering.baseAddress,
              let leaving = leaving.baseAddress, let sources = sources.baseAddress
            else { return }
            withSteps { steps in
              for column in 0..<count {
                let source = sources[first + column]
                let gain = source < 0 ? outside : entering[new + source]
                let loss = source < 0 ? outside : leaving[old + source]
                let histogram = histograms + column * size
                store(
                  load(histogram) &+ steps.vector(gain >> 4) &- steps.vector(loss >> 4), histogram)
                steps.add(gain & 15, histogram + 16 + Int(gain & 0xf0))
                steps.subtract(loss & 15, histogram + 16 + Int(loss & 0xf0))
              }
            }
          }
        }
      }
    }
  }

  package static func columnMedians(
    _ histograms: Span<UInt16>, side: Int, rank: Int, step: Int,
    into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int
  ) {
    precondition(side > 0 && step >= 0 && start >= 0 && rank >= 0 && rank < side * side)
    precondition((count + (side - 1) * step) * size <= histograms.count)
    precondition(start + count <= output.count)
    histograms.withUnsafeBufferPointer { histograms in
      output.withUnsafeMutableBufferPointer { output in
        guard let histograms = histograms.baseAddress, let output = output.baseAddress
        else { return }
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: size + 16) { counts in
          withUnsafeTemporaryAllocation(of: Int.self, capacity: 16) { ages in
            guard let counts = counts.baseAddress, let ages = ages.baseAddress else { return }
            for channel in 0..<min(step, count) {
              let window = WindowCounts(
                columns: histograms + channel * size, side: side, rank: rank, stride: step * size,
                coarse: counts + 16, fine: counts + 32, ages: ages)
              window.run(
                into: output + start + channel, step: step,
                count: (count - channel + step - 1) / step)
            }
          }
        }
      }
    }
  }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<UInt16>) -> Counts {
  UnsafeRawPointer(pointer).loadUnaligned(as: Counts.self)
}

@inline(__always)
private func store(_ counts: Counts, _ pointer: MutableCounts) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: counts, as: Counts.self)
}

/// The vectors that a value of 0…15 adds to cumulative counts: 1 from the index of the value on.
private struct Steps {
  let table: MutableCounts

  @inline(__always)
  func vector(_ value: UInt8) -> Counts { load(table + 16 &* Int(value)) }

  @inline(__always)
  func add(_ value: UInt8, _ counts: MutableCounts) {
    store(load(counts) &+ vector(value), counts)
  }

  @inline(__always)
  func subtract(_ value: UInt8, _ counts: MutableCounts) {
    store(load(counts) &- vector(value), counts)
  }
}

@inline(__always)
private func withSteps(_ body: (Steps) -> Void) {
  withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { table in
    guard let table = table.baseAddress else { return }
    for value in 0..<16 {
      for place in 0..<16 { table[16 * value + place] = place >= value ? 1 : 0 }
    }
    body(Steps(table: table))
  }
}

/// The counts of a window that moves along a row.
private struct WindowCounts {
  /// Histograms of the columns, beginning with the first column of the first window.
  let columns: UnsafePointer<UInt16>
  let side: Int
  let rank: Int
  /// Number of counts from one column to the next.
  let stride: Int
  /// Counts by spans of 16 values, preceded by 16 zeros.
  let coarse: MutableCounts
  /// Counts within each span, for the window in which the span was last used.
  let fine: MutableCounts
  /// For each span, the window of its counts in `fine`.
  let ages: UnsafeMutablePointer<Int>

  @inline(__always)
  func run(into output: UnsafeMutablePointer<UInt8>, step: Int, count: Int) {
    store(.zero, coarse - 16)
    for span in 0..<16 { ages[span] = -side }
    var sum = Counts.zero
    for column in 0..<side - 1 { sum = sum &+ load(columns + column &* stride) }
    let rank = UInt16(truncatingIfNeeded: rank)
    for window in 0..<count {
      sum = sum &+ load(columns + (window &+ side &- 1) &* stride)
      store(sum, coarse)
      let span = below(sum, rank)
      let rest = rank &- coarse[span - 1]
      let value = 16 &* span &+ below(counts(in: span, of: window), rest)
      output[window &* step] = UInt8(truncatingIfNeeded: value)
      sum = sum &- load(columns + window &* stride)
    }
  }

  /// Updates the counts within a span to the current window, and returns them.
  @inline(__always)
  private func counts(in span: Int, of window: Int) -> Counts {
    let (columns, fine) = (columns + 16 + 16 &* span, fine + 16 &* span)
    let last = ages[span]
    var sum = Counts.zero
    if last &+ side > window {
      sum = load(fine)
      for column in last..<window {
        sum = sum &+ load(columns + (column &+ side) &* stride) &- load(columns + column &* stride)
      }
    } else {
      for column in window..<window + side { sum = sum &+ load(columns + column &* stride) }
    }
    store(sum, fine)
    ages[span] = window
    return sum
  }

  /// Returns the number of counts that do not exceed a rank.
  ///
  /// Counts and ranks differ by less than 2¹⁵: no count exceeds side², and the rank is half of
  /// side² or side² is below 2¹⁵.
  @inline(__always)
  private func below(_ counts: Counts, _ rank: UInt16) -> Int {
    let signs = (counts &- Counts(repeating: rank &+ 1)) &>> Counts(repeating: 15)
    let parts = unsafeBitCast(signs, to: SIMD4<UInt64>.self)
    let sums = parts[0] &+ parts[1] &+ parts[2] &+ parts[3]
    return Int(truncatingIfNeeded: (sums &* 0x0001_0001_0001_0001) &>> 48)
  }
}
