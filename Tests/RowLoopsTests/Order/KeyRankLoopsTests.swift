import RowLoops
import Testing

@Suite("The loop that selects keys by their rank")
struct KeyRankLoopsTests {
  @Test("the key of a rank is that of the sorted window", arguments: [1, 3])
  func ranks(step: Int) {
    let (height, columns) = (3, 4)
    for count in Builds.counts {
      let length = count + (columns - 1) * step
      let input = Values.words(height * length + 2, in: -32768...32767)
      let rows = (0..<height).map { 2 + $0 * length }
      for rank in [0, 5, 11] {
        let expected = (0..<count).map { i in
          rows.flatMap { row in (0..<columns).map { input[row + i + $0 * step] } }.sorted()[rank]
        }
        Builds.expect(expected, "\(count) keys, rank \(rank)") { loops, output in
          loops.keys(
            ofRank: rank, input.span, rows: rows.span, columns: columns, step: step, into: &output,
            at: Builds.start, count: count)
        }
      }
    }
  }

  @Test("the smallest and the largest key, and equal keys, are found")
  func extremes() {
    let input = [Int16](repeating: -32768, count: 70) + [Int16](repeating: 32767, count: 70)
    for (rank, expected) in [(0, Int16.min), (1, .max)] {
      Builds.expect([Int16](repeating: expected, count: 70), "rank \(rank)") { loops, output in
        loops.keys(
          ofRank: rank, input.span, rows: [0, 70].span, columns: 1, step: 1, into: &output,
          at: Builds.start, count: 70)
      }
    }
  }
}
