internal import RowLoops

extension Loops {
  package static func sumOfSquares(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0)
    precondition(base + count <= min(x.count, y.count) && start + count <= output.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        output.withUnsafeMutableBufferPointer { output in
          guard let x = x.baseAddress, let y = y.baseAddress, let output = output.baseAddress
          else { return }
          let (dx, dy, sums) = (x + base, y + base, output + start)
          for i in 0..<count { sums[i] = dx[i] * dx[i] + dy[i] * dy[i] }
        }
      }
    }
  }

  package static func sobelStrength(
    _ input: Span<Float>, rows: Span<Int>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(rows.count == 3)
    requireRange(start, count, of: output.count)
    requireRanges(rows, from: 0, count + 2, of: input.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        SobelRow(a: input + rows[0], b: input + rows[1], c: input + rows[2])
          .run(into: output + start, count: count)
      }
    }
  }

  package static func ridges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0 && rows.count == 3)
    requireRanges(rows, from: -1, count + 2, of: strengths.count)
    precondition(base + count <= min(x.count, y.count))
    precondition(start + (count + 63) / 64 <= min(weak.count, strong.count))
    markRidges(
      x, y, from: base, strengths: strengths, rows: rows, low: low, high: high, into: &weak,
      &strong, at: start, count: count)
  }

  /// The loop without the checks, a function of its own.
  ///
  /// In a larger function, a span's `count` would not be inlined and would become a symbol that all
  /// builds share.
  @inline(never)
  private static func markRidges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int, count: Int
  ) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        strengths.withUnsafeBufferPointer { strengths in
          rows.withUnsafeBufferPointer { rows in
            weak.withUnsafeMutableBufferPointer { weak in
              strong.withUnsafeMutableBufferPointer { strong in
                guard let x = x.baseAddress, let y = y.baseAddress,
                  let strengths = strengths.baseAddress, let weak = weak.baseAddress,
                  let strong = strong.baseAddress
                else { return }
                RidgeRow(
                  gradient: KeptGradient(dx: x + base, dy: y + base), above: strengths + rows[0],
                  here: strengths + rows[1], below: strengths + rows[2], low: low, high: high
                ).run(into: weak + start, strong + start, count: count)
              }
            }
          }
        }
      }
    }
  }

  package static func ridges(
    of input: Span<Float>, lines: Span<Int>, strengths: Span<Float>, rows: Span<Int>, low: Float,
    high: Float, into weak: inout MutableSpan<UInt64>, _ strong: inout MutableSpan<UInt64>,
    at start: Int, count: Int
  ) {
    precondition(lines.count == 3 && rows.count == 3 && start >= 0)
    requireRanges(lines, from: 0, count + 2, of: input.count)
    requireRanges(rows, from: -1, count + 2, of: strengths.count)
    precondition(start + (count + 63) / 64 <= min(weak.count, strong.count))
    markRidges(
      of: input, lines: lines, strengths: strengths, rows: rows, low: low, high: high, into: &weak,
      &strong, at: start, count: count)
  }

  /// The loop without the checks, a function of its own so that a span's `count` is inlined.
  @inline(never)
  private static func markRidges(
    of input: Span<Float>, lines: Span<Int>, strengths: Span<Float>, rows: Span<Int>, low: Float,
    high: Float, into weak: inout MutableSpan<UInt64>, _ strong: inout MutableSpan<UInt64>,
    at start: Int, count: Int
  ) {
    input.withUnsafeBufferPointer { input in
      strengths.withUnsafeBufferPointer { strengths in
        weak.withUnsafeMutableBufferPointer { weak in
          strong.withUnsafeMutableBufferPointer { strong in
            guard let input = input.baseAddress, let strengths = strengths.baseAddress,
              let weak = weak.baseAddress, let strong = strong.baseAddress
            else { return }
            RidgeRow(
              gradient: SobelRow(
                a: input + lines[0], b: input + lines[1], c: input + lines[2]),
              above: strengths + rows[0], here: strengths + rows[1], below: strengths + rows[2],
              low: low, high: high
            ).run(into: weak + start, strong + start, count: count)
          }
        }
      }
    }
  }
}

/// The derivatives that give the direction of an edge.
private protocol GradientRow {
  /// Returns the derivative to the right.
  func x(_ i: Int) -> Float
  /// Returns the derivative downward.
  func y(_ i: Int) -> Float
}

/// Derivatives that are stored in memory.
private struct KeptGradient: GradientRow {
  let dx: Floats
  let dy: Floats

  @inline(__always)
  func x(_ i: Int) -> Float { dx[i] }

  @inline(__always)
  func y(_ i: Int) -> Float { dy[i] }
}

/// The three rows under Sobel's window.
private struct SobelRow: GradientRow {
  let a: Floats
  let b: Floats
  let c: Floats

  /// Writes the squared magnitudes of a row.
  @inline(__always)
  func run(into output: MutableFloats, count: Int) {
    var i = 0
    while i + lanes <= count {
      let (a, b, c) = (a + i, b + i, c + i)
      let (a0, a2, c0, c2) = (load(a), load(a + 2), load(c), load(c + 2))
      // The terms are added in the order of the scalar sums. Products by 2 are exact, so fusing
      // does not change the result; additions and fused products use two kinds of execution units.
      let x = multiplyAdd(multiplyAdd(a2 - a0, -2, load(b)), 2, load(b + 2)) - c0 + c2
      let y = multiplyAdd(multiplyAdd(-a0, -2, load(a + 1)) - a2 + c0, 2, load(c + 1)) + c2
      store(x * x + y * y, output + i)
      i += lanes
    }
    while i < count {
      let (x, y) = (x(i), y(i))
      output[i] = x * x + y * y
      i += 1
    }
  }

  @inline(__always)
  func x(_ i: Int) -> Float {
    a[i &+ 2] - a[i] - 2 * b[i] + 2 * b[i &+ 2] - c[i] + c[i &+ 2]
  }

  @inline(__always)
  func y(_ i: Int) -> Float {
    -a[i] - 2 * a[i &+ 1] - a[i &+ 2] + c[i] + 2 * c[i &+ 1] + c[i &+ 2]
  }
}

/// Packs 16 marks of one byte each into bits: a mark is 1 for a ridge, 3 for a strong ridge, else
/// 0.
@inline(__always)
func markBits(_ marks: UnsafePointer<UInt8>) -> (weak: UInt16, strong: UInt16) {
  let raw = UnsafeRawPointer(marks)
  let first = raw.loadUnaligned(as: UInt64.self)
  let second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  return (
    lowestBits(first) | lowestBits(second) &<< 8,
    lowestBits(first &>> 1) | lowestBits(second &>> 1) &<< 8
  )
}

/// Packs the lowest bit of each of eight bytes; the product moves all bits to the highest byte.
@inline(__always)
private func lowestBits(_ bytes: UInt64) -> UInt16 {
  let bits = (bytes & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
  return UInt16(truncatingIfNeeded: bits &>> 56)
}

/// One row of gradients and the strengths around it.
private struct RidgeRow<Gradient: GradientRow> {
  let gradient: Gradient
  let above: Floats
  let here: Floats
  let below: Floats
  let low: Float
  let high: Float

  @inline(__always)
  func run(
    into weak: UnsafeMutablePointer<UInt64>, _ strong: UnsafeMutablePointer<UInt64>, count: Int
  ) {
    // The results pass through the stack: with seven rows in use, the compiler would not prove that
    // the marks overlap none of them.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 16) { wide in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 80) { bytes in
        guard let wide = wide.baseAddress, let marks = bytes.baseAddress else { return }
        let steep = marks + 16
        for i in stride(from: 0, to: count, by: 64) {
          findSteep(from: i, count < i &+ 64 ? count &- i : 64, into: steep)
          var (weakWord, strongWord): (UInt64, UInt64) = (0, 0)
          for group in 0..<4 where isAny(steep + 16 &* group) {
            let first = i &+ 16 &* group
            if first &+ 16 <= count {
              for k in 0..<16 { wide[k] = mark(first &+ k) }
            } else {
              for k in 0..<16 { wide[k] = first &+ k < count ? mark(first &+ k) : 0 }
            }
            for k in 0..<16 { marks[k] = UInt8(truncatingIfNeeded: wide[k]) }
            let bits = markBits(marks)
            weakWord |= UInt64(bits.weak) &<< UInt64(16 &* group)
            strongWord |= UInt64(bits.strong) &<< UInt64(16 &* group)
          }
          weak[i / 64] = weakWord
          strong[i / 64] = strongWord
        }
      }
    }
  }

  /// Writes 1 for each of 64 strengths above the low threshold; most groups of 64 have none.
  @inline(__always)
  private func findSteep(from start: Int, _ count: Int, into steep: UnsafeMutablePointer<UInt8>) {
    let strengths = here + start
    if count == 64 {
      for k in 0..<64 { steep[k] = strengths[k] > low ? 1 : 0 }
    } else {
      for k in 0..<64 { steep[k] = k < count && strengths[k] > low ? 1 : 0 }
    }
  }

  /// Whether any of 16 bytes is not 0.
  @inline(__always)
  private func isAny(_ bytes: UnsafePointer<UInt8>) -> Bool {
    let raw = UnsafeRawPointer(bytes)
    return raw.loadUnaligned(as: UInt64.self)
      | raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) != 0
  }

  /// Compares all four pairs of neighbors and selects one result.
  ///
  /// Selecting the neighbors instead would make the compiler load one position after the other.
  @inline(__always)
  private func mark(_ i: Int) -> Int32 {
    let (x, y) = (gradient.x(i), gradient.y(i))
    let (gx, gy) = (abs(x), abs(y))
    // tan 22.5° and tan 67.5° separate the four directions.
    let isAlongX = gy < gx * 0.414_213_56
    let isAlongY = gy > gx * 2.414_213_5
    let fallsRight = (x < 0) == (y < 0)
    let horizontal = exceeds(i, here[i &- 1], here[i &+ 1])
    let vertical = exceeds(i, above[i], below[i])
    let falling = exceeds(i, above[i &- 1], below[i &+ 1])
    let rising = exceeds(i, above[i &+ 1], below[i &- 1])
    let diagonal = fallsRight ? falling : rising
    let steep = isAlongY ? vertical : diagonal
    let isRidge = isAlongX ? horizontal : steep
    let strength = here[i]
    let level: Int32 = strength > high ? 3 : 1
    return strength > low ? level & isRidge : 0
  }

  /// Returns all ones where a strength exceeds `before` and is no smaller than `after`.
  @inline(__always)
  private func exceeds(_ i: Int, _ before: Float, _ after: Float) -> Int32 {
    let isLarger: Int32 = here[i] > before ? -1 : 0
    return here[i] >= after ? isLarger : 0
  }
}
