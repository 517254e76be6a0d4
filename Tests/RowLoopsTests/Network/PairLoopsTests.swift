import RowLoops
import Testing

@Suite("The loop of 2×2 pooling")
struct PairLoopsTests {
  @Test("two rows are folded pair by pair, past the cache too", arguments: [false, true])
  func foldPairs(pastCache: Bool) {
    for count in Builds.counts {
      let input = Values.whole(4 * count + 4, in: 0...255)
      let (upper, lower) = (1, 2 * count + 4)
      let windows = (0..<count).map { i -> [Double] in
        let places = [upper + 2 * i, upper + 2 * i + 1, lower + 2 * i, lower + 2 * i + 1]
        return places.map { Double(input[$0]) }
      }
      let folds: [(PairFold, ([Double]) -> Double)] = [
        (.maximum, { $0.max() ?? 0 }), (.minimum, { $0.min() ?? 0 }),
        (.mean, { $0.reduce(0, +) / 4 }),
      ]
      for (operation, naive) in folds {
        Builds.expect(
          windows.map(naive), within: 0, inAllBuilds: true, "\(operation), \(count) values"
        ) {
          $0.foldPairs(
            operation, input.span, upper: upper, lower: lower, into: &$1, at: Builds.start,
            count: count, pastCache: pastCache)
          $0.finishStores()
        }
      }
    }
  }
}
