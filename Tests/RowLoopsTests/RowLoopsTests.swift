import ConvCore
import Foundation
import RowLoops
import Testing

@Suite("Loops over rows of floats")
struct RowLoopsTests {
  private let at = Builds.start

  @Test("every build has a name of its own")
  func names() {
    let names = Engine.available.map { $0.loops.instructionSet }
    #expect(Set(names).count == names.count)
    #expect(names == Engine.available.map(\.name))
  }

  @Test("rows are correlated with several sets of weights", arguments: [1, 2, 3, 4, 5, 7])
  func correlate(outputs: Int) {
    for taps in [1, 3, 9, 14] {
      let offsets = (0..<taps).map { $0 * 7 % 23 }
      let weights = Values.real(outputs * taps, seed: UInt64(taps))
      for count in Builds.counts {
        let input = Values.real(3 + 22 + count, in: 0...255)
        let stride = count + 2
        var expected = [Double](repeating: 77.5, count: (outputs - 1) * stride + count)
        for o in 0..<outputs {
          for i in 0..<count {
            expected[o * stride + i] = (0..<taps).reduce(0.0) {
              $0 + Double(weights[o * taps + $1]) * Double(input[3 + offsets[$1] + i])
            }
          }
        }
        Builds.expect(expected, within: 5e-4, "\(taps) taps, \(count) values") { loops, output in
          loops.correlate(
            input.span, from: 3, offsets: offsets.span, weights: weights.span, outputs: outputs,
            into: &output, at: at, outputStride: stride, count: count)
        }
      }
    }
  }

  @Test("sums are rounded to bytes, ties to even, and clipped")
  func correlateToBytes() {
    let offsets = [0, 9, 4]
    // Quarters: sums are exact, and many lie in the middle between two integers.
    let weights: [Float] = [0.25, -0.75, 1]
    for count in Builds.counts {
      var input = Values.whole(1 + 9 + count, in: -40...290)
      if count > 8 { input[5] = .nan }
      let expected = (0..<count).map { i -> UInt8 in
        let sum = zip(offsets, weights).reduce(0.0) { $0 + Double($1.1 * input[1 + $1.0 + i]) }
        return UInt8(sum.isNaN ? 0 : min(max(sum.rounded(.toNearestOrEven), 0), 255))
      }
      Builds.expect(expected, "\(count) values") { loops, output in
        loops.correlate(
          input.span, from: 1, offsets: offsets.span, weights: weights.span, into: &output, at: at,
          count: count)
      }
    }
  }

  @Test("taps are folded to their extremes, squares and medians", arguments: [1, 2, 3, 8, 25, 90])
  func fold(taps: Int) {
    let offsets = (0..<taps).map { $0 * 5 % 97 }
    for count in Builds.counts {
      let input = Values.whole(2 + 96 + count)
      let windows = (0..<count).map { i in offsets.map { Double(input[2 + $0 + i]) } }
      let folds: [(RowFold, ([Double]) -> Double)] = [
        (.maximum, { $0.max() ?? 0 }), (.minimum, { $0.min() ?? 0 }),
        (.sumOfSquares, { $0.reduce(0) { $0 + $1 * $1 } }),
        (.median, { ($0.sorted()[(taps - 1) / 2] + $0.sorted()[taps / 2]) / 2 }),
      ]
      for (operation, naive) in folds {
        let expected = windows.map(naive)
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(operation), \(count) values") {
          loops, output in
          loops.fold(
            operation, input.span, from: 2, offsets: offsets.span, into: &output, at: at,
            count: count)
        }
      }
    }
  }

  @Test("extremes and medians of infinities are infinities")
  func foldInfinities() {
    let levels: [Float] = [.infinity, -.infinity, 3]
    let input = (0..<40).map { levels[$0 * $0 % 7 % 3] }
    let windows = (0..<35).map { i in [0, 2, 4].map { input[$0 + i] }.sorted().map(Double.init) }
    for (operation, rank) in [(RowFold.minimum, 0), (.median, 1), (.maximum, 2)] {
      Builds.expect(
        windows.map { $0[rank] }, within: 0, inAllBuilds: true, "\(operation)"
      ) { loops, output in
        loops.fold(
          operation, input.span, from: 0, offsets: [0, 2, 4].span, into: &output, at: at, count: 35)
      }
    }
  }

  @Test("windows are averaged by nearness and likeness", arguments: [1, 3, 4])
  func bilateral(planes: Int) {
    let (offsets, center) = ([0, 1, 2, 11, 12, 13], 4)
    let exponents: [Float] = [-1.75, -0.75, -1.75, -1, 0, -1]
    let falloff: Float = 1 / 512
    for count in Builds.counts {
      let planeStride = count + 19
      let input = Values.real(1 + (planes - 1) * planeStride + 13 + count, in: 0...255)
      func value(_ c: Int, _ t: Int, _ i: Int) -> Double {
        Double(input[1 + c * planeStride + offsets[t] + i])
      }
      let outputStride = count + 1
      var expected = [Double](repeating: 77.5, count: (planes - 1) * outputStride + count)
      for i in 0..<count {
        let weights = offsets.indices.map { t -> Double in
          let distance = (0..<planes).reduce(0.0) {
            $0 + pow(value($1, t, i) - value($1, center, i), 2)
          }
          return exp2(Double(exponents[t]) - distance * Double(falloff))
        }
        for c in 0..<planes {
          let sum = offsets.indices.reduce(0.0) { $0 + weights[$1] * value(c, $1, i) }
          expected[c * outputStride + i] = sum / weights.reduce(0, +)
        }
      }
      Builds.expect(expected, within: 1e-4, "\(count) values") { loops, output in
        loops.bilateral(
          input.span, from: 1, planes: planes, planeStride: planeStride, offsets: offsets.span,
          center: center, spatialExponents: exponents.span, falloff: falloff, into: &output,
          at: at, outputStride: outputStride, count: count)
      }
    }
  }

  @Test("the peak's sums are those of its rounds, and its operations are counted")
  func peak() {
    for engine in Engine.available {
      let lanes = ["avx512": 16, "avx2": 8][engine.name] ?? 4
      var sums = [Float](repeating: 3, count: 192)
      var span = sums.mutableSpan
      let operations = engine.loops.multiplyAddPeak(rounds: 10, factor: 0.5, into: &span)
      #expect(operations == 2 * 10 * 12 * lanes, "\(engine.name)")
      #expect(sums.prefix(12 * lanes).allSatisfy { $0 == 15 }, "\(engine.name)")
      #expect(sums.dropFirst(12 * lanes).allSatisfy { $0 == 3 }, "\(engine.name)")
    }
  }
}
