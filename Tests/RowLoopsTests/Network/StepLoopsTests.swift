import ConvCore
import RowLoops
import Testing

@Suite("Loops of a step of training")
struct StepLoopsTests {
  /// Expects a loop to change the first values of an array, the same in every build.
  private func expect(
    _ values: [Float], toBecome expected: [Double], within tolerance: Double,
    _ call: (_ loops: any RowLoops.Type, _ values: inout MutableSpan<Float>) -> Void
  ) {
    var first: [UInt32]?
    for engine in Engine.available {
      var output = values + [77.5, 77.5, 77.5]
      var span = output.mutableSpan
      call(engine.loops, &span)
      let distances = zip(output, expected).map { abs(Double($0) - $1) }
      #expect(distances.allSatisfy { $0 <= tolerance }, "\(engine.name), \(values.count) values")
      #expect(output.suffix(3) == [77.5, 77.5, 77.5], "\(engine.name), \(values.count) values")
      let bits = output.map(\.bitPattern)
      #expect(bits == first ?? bits, "\(engine.name), \(values.count) values: other bits")
      first = first ?? bits
    }
  }

  @Test("values are added to sums")
  func add() {
    for count in Builds.counts {
      let (values, sums) = (Values.whole(count), Values.whole(count, seed: 2))
      expect(sums, toBecome: zip(values, sums).map { Double($0 + $1) }, within: 0) {
        $0.add(values.span, to: &$1, count: count)
      }
    }
  }

  @Test("averages keep a share of themselves")
  func average() {
    for count in Builds.counts {
      let (values, averages) = (Values.real(count), Values.real(count, seed: 2))
      let keep = Double(Float(0.97))
      let expected = zip(values, averages).map { keep * Double($1) + (1 - keep) * Double($0) }
      expect(averages, toBecome: expected, within: 1e-6) {
        $0.average(&$1, values.span, keep: 0.97, count: count)
      }
    }
  }

  @Test("Adam's step follows its formula and keeps its moments")
  func adam() {
    let step = AdamCoefficients(
      rate: 0.01, decay: 0.1, firstCorrection: 0.271, secondCorrection: 0.002997)
    for count in Builds.counts {
      let (values, gradient) = (Values.real(count), Values.real(count, seed: 2))
      let first = Values.real(count, seed: 3)
      let second = Values.real(count, in: 0...1, seed: 4)
      let moments = (0..<count).map { i -> (m: Double, v: Double) in
        let g = Double(gradient[i])
        return (0.9 * Double(first[i]) + 0.1 * g, 0.999 * Double(second[i]) + 0.001 * g * g)
      }
      let expected = zip(values, moments).map { value, moments -> Double in
        let root = (moments.v / Double(step.secondCorrection)).squareRoot() + 1e-8
        let move = moments.m / Double(step.firstCorrection) / root
        return Double(value) - 0.01 * (move + 0.1 * Double(value))
      }
      expect(values, toBecome: expected, within: 1e-5) { loops, output in
        var (m, v) = (first, second)
        var mSpan = m.mutableSpan
        var vSpan = v.mutableSpan
        loops.adam(&output, gradient.span, &mSpan, &vSpan, step, count: count)
        #expect(zip(m, moments).allSatisfy { abs(Double($0) - $1.m) < 1e-6 })
        #expect(zip(v, moments).allSatisfy { abs(Double($0) - $1.v) < 1e-6 })
      }
    }
  }
}
