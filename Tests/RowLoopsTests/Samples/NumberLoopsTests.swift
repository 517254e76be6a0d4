import ConvCore
import RowLoops
import Testing

@Suite("Loops that look for what is not finite")
struct NumberLoopsTests {
  @Test("magnitudes are ordered by their bits, NaN above all")
  func largestMagnitude() {
    for count in Builds.counts {
      let input = Values.difficult(count + 2)
      for from in [0, 2] {
        let magnitudes = input[from..<from + count].map(\.magnitude)
        let hasNaN = magnitudes.contains(where: \.isNaN)
        let largest = magnitudes.filter { !$0.isNaN }.max() ?? 0
        for engine in Engine.available {
          let bits = engine.loops.largestMagnitude(input.span, from: from, count: count)
          #expect(hasNaN ? bits > Float.infinity.bitPattern : bits == largest.bitPattern)
        }
      }
    }
  }

  @Test("values that are not finite are counted")
  func nonfinite() {
    for count in Builds.counts {
      let input = Values.difficult(count + 1)
      let expected = input.dropFirst().filter { !$0.isFinite }.count
      Builds.expect(expected, "\(count) values") {
        $0.nonfinite(input.span, from: 1, count: count)
      }
    }
  }

  @Test("columns gain by large magnitudes and lose by small ones that are not 0")
  func weighMagnitudes() {
    for count in Builds.counts {
      var input = Values.real(count + 3, in: -10...10)
      for i in stride(from: 0, to: input.count, by: 4) { input[i] = [0, -0.0, 5, -5][i / 4 % 4] }
      let expected = input.dropFirst(3).map { x -> Int32 in
        x.magnitude >= 5 ? 78 : x == 0 ? 77 : 76
      }
      Builds.expect(expected, "\(count) values") {
        $0.weighMagnitudes(
          input.span, from: 3, limit: 5, into: &$1, at: Builds.start, count: count)
      }
    }
  }
}
