import ConvCore
import Foundation
import RowLoops
import Testing

@Suite("Loops of Canny's edges over floats")
struct EdgeLoopsTests {
  private let at = Builds.start

  @Test("squares of two derivatives are summed")
  func sumOfSquares() {
    for count in Builds.counts {
      let (x, y) = (Values.whole(count + 3), Values.whole(count + 3, seed: 2))
      let expected = (3..<count + 3).map { Double(x[$0] * x[$0] + y[$0] * y[$0]) }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.sumOfSquares(x.span, y.span, from: 3, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("the squared magnitude of Sobel's gradient")
  func sobelStrength() {
    for count in Builds.counts {
      let rows = [1, count + 9, 2 * count + 12]
      let input = Values.whole(rows[2] + count + 2, in: 0...255)
      let expected = (0..<count).map { i in
        let (x, y) = EdgeLoopsTests.gradient(input.map { Int($0) }, rows, i, step: 1)
        return Double(x * x + y * y)
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.sobelStrength(input.span, rows: rows.span, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("ridges of a picture are those of its derivatives")
  func ridgesOfPicture() {
    for count in Builds.counts + [200] {
      let length = count + 4
      let lines = [0, length, 2 * length]
      let input = Values.whole(3 * length, in: 0...9)
      let strengths = Values.whole(3 * length, in: 0...6, seed: 5)
      let rows = [1, length + 1, 2 * length + 1]
      let gradients = (0..<count).map {
        EdgeLoopsTests.gradient(input.map { Int($0) }, lines, $0, step: 1)
      }
      let (x, y) = (gradients.map { Float($0.x) }, gradients.map { Float($0.y) })
      for engine in Engine.available {
        let words = (count + 63) / 64
        let kept = EdgeLoopsTests.words(words) { weak, strong in
          engine.loops.ridges(
            x.span, y.span, from: 0, strengths: strengths.span, rows: rows.span, low: 2, high: 4,
            into: &weak, &strong, at: 0, count: count)
        }
        let again = EdgeLoopsTests.words(words) { weak, strong in
          engine.loops.ridges(
            of: input.span, lines: lines.span, strengths: strengths.span, rows: rows.span, low: 2,
            high: 4, into: &weak, &strong, at: 0, count: count)
        }
        #expect(kept == again, "\(engine.name): \(count) values")
      }
    }
  }

  /// The weak and the strong words that a call writes.
  private static func words(
    _ count: Int, _ call: (inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
  ) -> [UInt64] {
    var weak = [UInt64](repeating: 5, count: count)
    var strong = weak
    var weakSpan = weak.mutableSpan
    var strongSpan = strong.mutableSpan
    call(&weakSpan, &strongSpan)
    return weak + strong
  }

  /// Sobel's derivatives at one place: weights 1, 2, 1 across a difference.
  static func gradient(_ input: [Int], _ rows: [Int], _ i: Int, step: Int) -> (x: Int, y: Int) {
    var (x, y) = (0, 0)
    for (k, weight) in [1, 2, 1].enumerated() {
      x += weight * (input[rows[k] + i + 2 * step] - input[rows[k] + i])
      y += weight * (input[rows[2] + i + k * step] - input[rows[0] + i + k * step])
    }
    return (x, y)
  }

  /// Which neighbors a gradient points from and to, as row and column: its angle to the next eighth
  /// of a turn.
  static func neighbor(_ x: Double, _ y: Double) -> (row: Int, column: Int) {
    let eighth = Int((atan2(y, x) / (.pi / 4)).rounded())
    return [(0, 1), (1, 1), (1, 0), (1, -1)][(eighth + 8) % 4]
  }

  @Test("ridges are marked by bits, the strong ones apart")
  func ridges() {
    for count in Builds.counts + [200] {
      let length = count + 4
      let rows = [1, length + 1, 2 * length + 1]
      // Few levels: many neighbors are equal.
      let strengths = Values.whole(3 * length, in: 0...6)
      let (x, y) = (Values.whole(count + 2), Values.whole(count + 2, seed: 3))
      let (low, high): (Float, Float) = (2, 4)
      var (weak, strong) = ([UInt64](), [UInt64]())
      for i in 0..<count {
        if i % 64 == 0 {
          weak.append(0)
          strong.append(0)
        }
        let here = strengths[rows[1] + i]
        let (row, column) = EdgeLoopsTests.neighbor(Double(x[2 + i]), Double(y[2 + i]))
        let before = strengths[rows[1 - row] + i - column]
        let after = strengths[rows[1 + row] + i + column]
        // Without a gradient there is no direction.
        guard here > low, here > before, here >= after, x[2 + i] != 0 || y[2 + i] != 0 else {
          continue
        }
        weak[i / 64] |= 1 << UInt64(i % 64)
        if here > high { strong[i / 64] |= 1 << UInt64(i % 64) }
      }
      for i in 0..<count where x[2 + i] == 0 && y[2 + i] == 0 {
        // What such a place is marked as is the loop's own affair: it is not compared.
        weak[i / 64] &= ~(1 << UInt64(i % 64))
      }
      let known = (0..<weak.count).map { word in
        (0..<64).reduce(UInt64(0)) { bits, k in
          let i = 64 * word + k
          let isKnown = i >= count || x[2 + i] != 0 || y[2 + i] != 0
          return isKnown ? bits | 1 << UInt64(k) : bits
        }
      }
      var strongInBuild: [UInt64] = []
      Builds.expect(weak, "weak, \(count) values") { loops, output in
        strongInBuild = [UInt64](repeating: 5, count: at + weak.count)
        var span = strongInBuild.mutableSpan
        loops.ridges(
          x.span, y.span, from: 2, strengths: strengths.span, rows: rows.span, low: low, high: high,
          into: &output, &span, at: at, count: count)
        for word in weak.indices { output[at + word] &= known[word] }
        for word in strong.indices {
          #expect(strongInBuild[at + word] & known[word] == strong[word], "\(count) values")
        }
      }
    }
  }
}
