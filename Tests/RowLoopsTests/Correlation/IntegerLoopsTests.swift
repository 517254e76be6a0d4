import RowLoops
import Testing

@Suite("Loops over bytes and small integers")
struct IntegerLoopsTests {
  private let at = Builds.start
  /// Blocks of these loops are longer than those of floats.
  private static let counts = Builds.counts + [127, 128, 129, 200]

  @Test("bytes are copied")
  func copy() {
    for count in IntegerLoopsTests.counts {
      let input = Values.bytes(count + 3)
      Builds.expect(Array(input[3...]), "\(count) values") {
        $0.copy(input.span, from: 3, into: &$1, at: at, count: count)
      }
    }
  }

  @Test(
    "rows of bytes are correlated exactly, with taps side by side or apart",
    arguments: [1, 2, 3, 5, 8, 9, 10, 13], [1, 7])
  func correlate(taps: Int, distance: Int) {
    let offsets = (0..<taps).map { $0 * distance % 29 }
    // Σ|weights| · 255 is the largest sum that 16 bits hold.
    var weights = Values.words(taps, in: -8...8)
    weights[0] = Int16(128 - weights.dropFirst().reduce(0) { $0 + abs(Int($1)) })
    for count in IntegerLoopsTests.counts {
      let input = Values.bytes(2 + 28 + count)
      let sums = (0..<count).map { i in
        zip(offsets, weights).reduce(0) { $0 + Int($1.1) * Int(input[2 + $1.0 + i]) }
      }
      Builds.expect(sums.map { Int16($0) }, "\(count) values") {
        $0.correlate(
          input.span, from: 2, offsets: offsets.span, weights: weights.span, stack: .one,
          into: &$1, at: at, count: count)
      }
      for absolute in [false, true] {
        let bytes = sums.map { UInt8(min(max(absolute ? abs($0) : $0, 0), 255)) }
        Builds.expect(bytes, "\(count) bytes, absolute: \(absolute)") {
          $0.correlate(
            input.span, from: 2, offsets: offsets.span, weights: weights.span, absolute: absolute,
            stack: .one, into: &$1, at: at, count: count)
        }
      }
    }
  }

  @Test("several rows are correlated in one call, past the cache too", arguments: [false, true])
  func correlateStack(pastCache: Bool) {
    let (offsets, weights) = ([1, 40, 3], [Int16](arrayLiteral: 1, -4, 2))
    for count in IntegerLoopsTests.counts + [255, 256, 257, 333, 400] {
      let stack = RowStack(
        rows: 3, inputStride: 50, outputStride: count + 3, pastCache: pastCache)
      let input = Values.bytes(2 + 2 * 50 + 40 + count)
      var sums = [Int16](repeating: 77, count: 2 * (count + 3) + count)
      for r in 0..<3 {
        for i in 0..<count {
          let sum = zip(offsets, weights).reduce(0) {
            $0 + Int($1.1) * Int(input[2 + r * 50 + $1.0 + i])
          }
          sums[r * (count + 3) + i] = Int16(sum)
        }
      }
      Builds.expect(sums, "\(count) values") {
        $0.correlate(
          input.span, from: 2, offsets: offsets.span, weights: weights.span, stack: stack,
          into: &$1, at: at, count: count)
        $0.finishStores()
      }
      for absolute in [false, true] {
        let bytes = sums.map { UInt8(min(max(absolute ? abs($0) : $0, 0), 255)) }
        Builds.expect(bytes, "\(count) bytes, absolute: \(absolute)") {
          $0.correlate(
            input.span, from: 2, offsets: offsets.span, weights: weights.span, absolute: absolute,
            stack: stack, into: &$1, at: at, count: count)
          $0.finishStores()
        }
      }
    }
  }

  /// Sums up to the limits, −32767 and 32767 among them.
  private func sums(_ count: Int, seed: UInt64 = 1) -> [Int16] {
    let limits: [Int16] = [0, 255, 256, -1, -255, -256, 32767, -32767]
    let sums = Values.words(count, in: -700...700, seed: seed)
    return (0..<count).map { $0 % 4 == 0 ? limits[$0 / 4 % limits.count] : sums[$0] }
  }

  @Test("the larger of two rows is kept")
  func keepLarger() {
    for count in IntegerLoopsTests.counts {
      let (input, kept) = (sums(count + 1), sums(count, seed: 2))
      Builds.expect(zip(input.dropFirst(), kept).map { max($0, $1) }, "\(count) values") {
        for i in 0..<count { $1[at + i] = kept[i] }
        $0.keepLarger(input.span, from: 1, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("magnitudes of sums of squares below 2²⁴ are rounded once")
  func magnitude() {
    for count in IntegerLoopsTests.counts {
      let x = Values.words(count, in: -2800...2800)
      let y = Values.words(count, in: -2800...2800, seed: 2)
      let expected = zip(x, y).map { x, y -> Double in
        let square = Int(x) * Int(x) + Int(y) * Int(y)
        return Double(Float(Double(square).squareRoot()))
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.magnitude(x.span, y.span, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("sums are clipped to bytes, and what is clipped is counted", arguments: [false, true])
  func narrow(absolute: Bool) {
    for count in IntegerLoopsTests.counts {
      let input = sums(count + 2)
      let values = input.dropFirst(2).map { absolute ? abs(Int($0)) : Int($0) }
      Builds.expect(values.map { UInt8(min(max($0, 0), 255)) }, "\(count) values") {
        $0.narrow(input.span, from: 2, absolute: absolute, into: &$1, at: at, count: count)
      }
      Builds.expect(values.filter { $0 < 0 || $0 > 255 }.count, "\(count) values") {
        $0.outside(input.span, from: 2, absolute: absolute, count: count)
      }
    }
  }

  @Test("extremes of sums and of bytes")
  func extremes() {
    for count in IntegerLoopsTests.counts where count > 0 {
      let (sums, bytes) = (sums(count + 3), Values.bytes(count + 3, seed: 5))
      for from in [1, 3] {
        let words = sums[from..<from + count]
        Builds.expect(SIMD2(words.min() ?? 0, words.max() ?? 0), "\(count) sums") {
          $0.extremes(sums.span, from: from, count: count)
        }
        let part = bytes[from..<from + count]
        Builds.expect(SIMD2(part.min() ?? 0, part.max() ?? 0), "\(count) bytes") {
          $0.extremes(bytes.span, from: from, count: count)
        }
      }
    }
  }

  @Test("sums become floats of the same value")
  func widen() {
    for count in IntegerLoopsTests.counts {
      let input = sums(count + 1)
      Builds.expect(
        input.dropFirst().map { Double($0) }, within: 0, inAllBuilds: true, "\(count) values"
      ) { $0.widen(input.span, from: 1, into: &$1, at: at, count: count) }
    }
  }
}
