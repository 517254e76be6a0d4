import RowLoops
import Testing

@Suite("Loops of medians of bytes")
struct ByteMedianLoopsTests {
  private let at = Builds.start
  /// Blocks hold 512 medians.
  private static let counts = Builds.counts + [511, 512, 520]

  private func medians(
    _ input: [UInt8], rows: [Int], columns: Int, step: Int, count: Int
  ) -> [UInt8] {
    (0..<count).map { i in
      let window = rows.flatMap { row in (0..<columns).map { input[row + i + $0 * step] } }
      return window.sorted()[window.count / 2]
    }
  }

  @Test("the medians of two neighboring rows", arguments: [3, 5], [1, 3, 4])
  func medianPairs(side: Int, step: Int) {
    for count in ByteMedianLoopsTests.counts {
      let length = count + (side - 1) * step
      let input = Values.bytes(1 + (side + 1) * length)
      // Rows lie in any order.
      let rows = (0...side).map { 1 + ($0 * 5 + 2) % (side + 1) * length }
      let (first, second) = (Array(rows[..<side]), Array(rows[1...]))
      let upper = medians(input, rows: first, columns: side, step: step, count: count)
      let lower = medians(input, rows: second, columns: side, step: step, count: count)
      let expected = upper + [77, 77, 77] + lower
      Builds.expect(expected, "\(count) values") {
        $0.medianPairs(
          input.span, rows: rows.span, step: step,
          stack: RowStack(rows: 2, inputStride: 0, outputStride: count + 3, pastCache: false),
          into: &$1, at: at, count: count)
      }
    }
  }

  @Test("the medians of ten rows, two at a time", arguments: [3, 5])
  func medianStack(side: Int) {
    for count in ByteMedianLoopsTests.counts {
      let length = count + 5
      let input = Values.bytes(1 + (9 + side) * length)
      let expected = (0..<10).flatMap { r in
        let rows = (0..<side).map { 1 + (r + $0) * length }
        return medians(input, rows: rows, columns: side, step: 1, count: count)
          + (r < 9 ? [77, 77] : [])
      }
      let stack = RowStack(
        rows: 10, inputStride: length, outputStride: count + 2, pastCache: false)
      let rows = (0...side).map { 1 + $0 * length }
      Builds.expect(expected, "\(count) values") {
        $0.medianPairs(
          input.span, rows: rows.span, step: 1, stack: stack, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("the medians of 3×3 and 5×5 bytes", arguments: [3, 5], [1, 4, 128])
  func median(side: Int, step: Int) {
    for count in ByteMedianLoopsTests.counts {
      let length = count + (side - 1) * step
      let input = Values.bytes(2 + side * length)
      let rows = (0..<side).map { 2 + $0 * 2 % side * length }
      let expected = medians(input, rows: rows, columns: side, step: step, count: count)
      var work = [UInt8](repeating: 9, count: 5440)
      Builds.expect(expected, "\(count) values") {
        var span = work.mutableSpan
        $0.median(
          input.span, rows: rows.span, step: step, work: &span, into: &$1, at: at, count: count)
      }
    }
  }

  // MARK: Histograms

  /// The cumulative counts of a column: of spans of 16 values, then within each span.
  private func histogram(_ values: [UInt8]) -> [UInt16] {
    let spans = (0..<16).map { span in values.filter { Int($0) / 16 <= span }.count }
    let fine = (0..<256).map { place in
      values.filter { Int($0) / 16 == place / 16 && Int($0) <= place }.count
    }
    return (spans + fine).map { UInt16($0) }
  }

  /// Columns of which some lie outside the row.
  private func sources(_ count: Int) -> [Int] {
    [0, 0] + (0..<count).map { $0 % 5 == 4 ? -1 : $0 * 3 % 20 }
  }

  /// Runs a call on histograms, which begin at the start of their array.
  private func expect(
    _ expected: [UInt16], of former: [UInt16], _ comment: Comment, _ call: Builds.Call<UInt16>
  ) {
    Builds.expect(expected, comment) { loops, output in
      var histograms = former + [77, 77]
      var span = histograms.mutableSpan
      call(loops, &span)
      for i in histograms.indices { output[at + i] = histograms[i] }
    }
  }

  @Test("rows are counted into the histograms of columns and leave them")
  func columns() {
    for count in [0, 1, 2, 5, 17] {
      let sources = sources(count)
      let (entering, leaving) = (Values.bytes(23), Values.bytes(22, seed: 2))
      func value(_ row: [UInt8], _ base: Int, _ column: Int) -> UInt8 {
        let source = sources[2 + column]
        return source < 0 ? 200 : row[base + source]
      }
      let columns = (0..<count).map { (value(leaving, 1, $0), value(entering, 3, $0)) }
      let before = columns.flatMap { histogram([$0.0, 13, 255]) }
      let both = columns.flatMap { histogram([$0.0, 13, 255, $0.1]) }
      let after = columns.flatMap { histogram([13, 255, $0.1]) }
      expect(both, of: before, "\(count) columns") {
        $0.countRow(
          &$1, entering.span, from: 3, sources: sources.span, from: 2, outside: 200, count: count)
      }
      expect(after, of: before, "\(count) columns") {
        $0.slideRow(
          &$1, entering: entering.span, from: 3, leaving: leaving.span, from: 1,
          sources: sources.span, from: 2, outside: 200, count: count)
      }
    }
  }

  @Test("medians of neighboring columns by their histograms", arguments: [1, 3, 7, 21], [1, 3])
  func columnMedians(side: Int, step: Int) {
    for count in [0, 1, 2, 3, 5, 16, 33] {
      let columns = (0..<count + (side - 1) * step).map { Values.bytes(side, seed: UInt64($0)) }
      let histograms = columns.flatMap(histogram)
      for rank in [side * side / 2, 0, side * side * 9 / 10] {
        let expected = (0..<count).map { i -> UInt8 in
          (0..<side).flatMap { columns[i + $0 * step] }.sorted()[rank]
        }
        Builds.expect(expected, "\(count) values, rank \(rank)") {
          $0.columnMedians(
            histograms.span, side: side, rank: rank, step: step, into: &$1, at: at, count: count)
        }
      }
    }
  }
}
