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

  @Test("Sobel's derivatives and their squared magnitude")
  func sobel() {
    for count in Builds.counts {
      let rows = [1, count + 9, 2 * count + 12]
      let input = Values.whole(rows[2] + count + 2, in: 0...255)
      let plane = count + 2
      var expected = [Double](repeating: 77.5, count: 2 * plane + count)
      for i in 0..<count {
        let (x, y) = EdgeLoopsTests.gradient(input.map { Int($0) }, rows, i, step: 1)
        expected[i] = Double(x)
        expected[plane + i] = Double(y)
        expected[2 * plane + i] = Double(x * x + y * y)
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.sobel(input.span, rows: rows.span, into: &$1, at: at, plane: plane, count: count)
      }
    }
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

  /// Which neighbours a gradient points from and to, as row and column: its angle to the next eighth
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
      // Few levels: many neighbours are equal.
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
