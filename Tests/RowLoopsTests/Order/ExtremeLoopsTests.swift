import ConvCore
import RowLoops
import Testing

@Suite("Loops of extremes, differences and moments")
struct ExtremeLoopsTests {
  private let at = Builds.start
  private static let counts = Builds.counts + [200, 2100]

  private func least(_ extreme: Extreme) -> Bool { extreme == .smallest }

  @Test("taps are folded in every type", arguments: [Extreme.smallest, .largest])
  func taps(extreme: Extreme) {
    let offsets = [3, 0, 40, 7]
    for count in ExtremeLoopsTests.counts {
      let bytes = Values.bytes(count + 41)
      let words = bytes.map { UInt16($0) * 257 }
      let floats = Values.real(count + 41)
      func expected<Value: Comparable>(_ input: [Value]) -> [Value] {
        (0..<count).compactMap { i in
          let values = offsets.map { input[$0 + i] }
          return least(extreme) ? values.min() : values.max()
        }
      }
      Builds.expect(expected(bytes), "\(count) bytes") {
        $0.extreme(extreme, bytes.span, offsets: offsets.span, into: &$1, at: at, count: count)
      }
      Builds.expect(expected(words), "\(count) words") {
        $0.extreme(extreme, words.span, offsets: offsets.span, into: &$1, at: at, count: count)
      }
      Builds.expect(expected(floats).map(Double.init), within: 0, "\(count) floats") {
        $0.extreme(extreme, floats.span, offsets: offsets.span, into: &$1, at: at, count: count)
      }
    }
  }

  @Test(
    "runs of neighbors are folded, however long", arguments: [1, 2, 3, 4, 7, 8, 31, 100], [1, 3])
  func runs(width: Int, step: Int) {
    for count in ExtremeLoopsTests.counts {
      let bytes = Values.bytes(2 + count + (width - 1) * step)
      let words = bytes.map { UInt16($0) * 257 }
      let floats = bytes.map { Float($0) - 99.5 }
      let expected = (0..<count).map { i in
        (0..<width).reduce(UInt8(0)) { max($0, bytes[2 + i + $1 * step]) }
      }
      let size = 2176 + 2 * width * step
      Builds.expect(expected, "\(count) bytes") {
        var work = [UInt8](repeating: 255, count: size)
        var span = work.mutableSpan
        $0.extremeRun(
          .largest, bytes.span, from: 2, width: width, step: step, work: &span, into: &$1, at: at,
          count: count)
      }
      Builds.expect(expected.map { UInt16($0) * 257 }, "\(count) words") {
        var work = [UInt16](repeating: 65535, count: size)
        var span = work.mutableSpan
        $0.extremeRun(
          .largest, words.span, from: 2, width: width, step: step, work: &span, into: &$1, at: at,
          count: count)
      }
      Builds.expect(expected.map { Double($0) - 99.5 }, within: 0, "\(count) floats") {
        var work = [Float](repeating: 1e9, count: size)
        var span = work.mutableSpan
        $0.extremeRun(
          .largest, floats.span, from: 2, width: width, step: step, work: &span, into: &$1, at: at,
          count: count)
      }
    }
  }

  @Test("two rows are folded, and one into another")
  func pairs() {
    for count in ExtremeLoopsTests.counts {
      let (a, b) = (Values.bytes(count + 1), Values.bytes(count + 2, seed: 2))
      let expected = (0..<count).map { min(a[1 + $0], b[2 + $0]) }
      Builds.expect(expected, "\(count) values") {
        $0.extreme(.smallest, a.span, from: 1, b.span, from: 2, into: &$1, at: at, count: count)
      }
      Builds.expect(expected, "\(count) values kept") { loops, output in
        var kept = Array(a[1...]) + [UInt8](repeating: 7, count: count)
        var span = kept.mutableSpan
        loops.keepExtreme(.smallest, b.span, from: 2, in: &span, from: 0, at: count, count: count)
        loops.keepExtreme(
          .smallest, b.span, from: 2, in: &span, from: count, at: count, count: count)
        for i in 0..<count { output[at + i] = kept[count + i] }
      }
    }
  }

  @Test("differences of bytes have a sign, and floats are subtracted in place")
  func differences() {
    for count in Builds.counts {
      let (a, b) = (Values.bytes(count + 1), Values.bytes(count + 2, seed: 2))
      Builds.expect((0..<count).map { Int16(a[1 + $0]) - Int16(b[2 + $0]) }, "\(count) bytes") {
        $0.subtract(a.span, from: 1, b.span, from: 2, into: &$1, at: at, count: count)
      }
      let other = Values.real(count + 1)
      Builds.expect(other.dropFirst().map { 77.5 - Double($0) }, within: 1e-5, "\(count) floats") {
        $0.subtract(&$1, at: at, other.span, from: 1, count: count)
      }
    }
  }

  @Test("moments are added with a sign, and neighbors summed", arguments: [1, 2, 3, 6, 15, 100])
  func moments(width: Int) {
    for count in Builds.counts {
      let row = Values.whole(count + 3, in: 0...65535)
      let pivots = [Double](repeating: 1000, count: count + 1)
      let step = 2
      let columns = (0..<count + (width - 1) * step + 4).map { Double($0 * 37 % 101) }
      for engine in Engine.available {
        var sums = [Double](repeating: 5, count: count)
        var squares = sums
        var sum = sums.mutableSpan
        var square = squares.mutableSpan
        engine.loops.addMoments(
          row.span, from: 3, pivots: pivots.span, from: 1, sign: -1, sums: &sum, squares: &square,
          at: 0, count: count)
        let differences = row.dropFirst(3).map { Double($0) - 1000 }
        #expect(sums == differences.map { 5 - $0 }, "\(engine.name)")
        #expect(squares == differences.map { 5 - $0 * $0 }, "\(engine.name)")
      }
      Builds.expect(
        (0..<count).map { i in (0..<width).reduce(0) { $0 + columns[4 + i + $1 * step] } },
        within: 0, "sums of \(width)"
      ) { loops, output in
        var work = [Double](repeating: 0, count: 2048 + 4 * width * step)
        var found = [Double](repeating: 0, count: count)
        var space = work.mutableSpan
        var span = found.mutableSpan
        loops.sumRun(
          columns.span, from: 4, width: width, step: step, work: &space, into: &span, at: 0,
          count: count)
        for i in 0..<count { output[at + i] = Float(span[i]) }
      }
    }
  }
}
