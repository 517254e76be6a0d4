import RowLoops
import Testing

@Suite("Loops over whole maps")
struct MapLoopsTests {
  @Test("two maps are added, multiplied, and added with negative sums set to 0")
  func combine() {
    for count in Builds.counts {
      var a = Values.real(count + 3)
      let b = Values.real(count + 6, seed: 2)
      if count > 2 { a[4] = .nan }
      let pairs = (0..<count).map { (a[3 + $0], b[5 + $0]) }
      let cases: [(RowCombination, (Float, Float) -> Float)] = [
        (.add, { $0 + $1 }), (.multiply, { $0 * $1 }),
        (.addRectified, { $0 + $1 < 0 ? 0 : $0 + $1 }),
      ]
      for (combination, naive) in cases {
        Builds.expect(
          pairs.map { Double(naive($0.0, $0.1)) }, within: 0, inAllBuilds: true,
          "\(combination), \(count) values"
        ) {
          $0.combine(
            combination, a.span, from: 3, b.span, from: 5, into: &$1, at: Builds.start,
            count: count)
        }
      }
    }
  }

  @Test("every n-th value is copied, and nothing behind the last one is read", arguments: 1...4)
  func subsample(stride: Int) {
    for count in Builds.counts {
      let input = Values.real(2 + max(0, (count - 1) * stride + 1))
      let expected = (0..<count).map { Double(input[2 + $0 * stride]) }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.subsample(
          input.span, from: 2, stride: stride, into: &$1, at: Builds.start, count: count)
      }
    }
  }

  @Test("sums are those of double precision, the same in every build")
  func sum() {
    for count in Builds.counts {
      let input = Values.whole(count + 2)
      let exact = input.dropFirst(2).reduce(0) { $0 + Double($1) }
      Builds.expect(exact, "\(count) values") { $0.sum(input.span, from: 2, count: count) }
    }
  }
}
