import RowLoops
import Testing

@Suite("Loops over tiles of rows")
struct TileLoopsTests {
  private struct Window: Sendable {
    let height, width, rows: Int
  }

  /// Kernels, one row at a time and as many as the tile holds.
  private static let windows: [Window] = [(1, 1), (1, 5), (2, 3), (3, 3), (5, 4), (7, 1)].flatMap {
    kernel in
    Set([1, CorrelationTile.rows(kernelHeight: kernel.0)]).sorted().map {
      Window(height: kernel.0, width: kernel.1, rows: $0)
    }
  }

  @Test("a tile holds four rows, two, or one")
  func rows() {
    #expect((1...5).map(CorrelationTile.rows) == [1, 2, 4, 4, 4])
  }

  @Test(
    "several rows at once are the definition, on bytes as on floats, past the cache too",
    arguments: [false, true])
  func correlateTile(pastCache: Bool) {
    for window in TileLoopsTests.windows {
      let weights = Values.real(window.height * window.width)
      // Rows and columns that are not in the order of memory.
      let rowOffsets = (0..<window.height + window.rows - 1).map { $0 * 3 % 11 * 190 }
      let columnOffsets = (0..<window.width).map { ($0 * 2 + 1) % 5 * 3 }
      for count in Builds.counts {
        let bytes = Values.bytes(2 + 10 * 190 + 12 + count)
        let floats = bytes.map { Float($0) }
        // Rows that begin with a line in one row do so in all rows if they lie whole lines apart.
        let stride = pastCache ? (count + 15) / 16 * 16 : count + 3
        var expected = [Double](repeating: 77.5, count: (window.rows - 1) * stride + count)
        for r in 0..<window.rows {
          for i in 0..<count {
            var sum = 0.0
            for j in 0..<window.height {
              for x in 0..<window.width {
                let value = Double(bytes[2 + rowOffsets[j + r] + columnOffsets[x] + i])
                sum += Double(weights[j * window.width + x]) * value
              }
            }
            expected[r * stride + i] = sum
          }
        }
        let place = "\(window), \(count) values"
        Builds.expect(expected, within: 1e-3, "floats, \(place)") {
          $0.correlateTile(
            floats.span, from: 2, rowOffsets: rowOffsets.span, columnOffsets: columnOffsets.span,
            weights: weights.span, rows: window.rows, into: &$1, at: Builds.start,
            outputStride: stride, count: count, pastCache: pastCache)
          $0.finishStores()
        }
        Builds.expect(expected, within: 1e-3, "bytes, \(place)") {
          $0.correlateTile(
            bytes.span, from: 2, rowOffsets: rowOffsets.span, columnOffsets: columnOffsets.span,
            weights: weights.span, rows: window.rows, into: &$1, at: Builds.start,
            outputStride: stride, count: count, pastCache: pastCache)
          $0.finishStores()
        }
        // A tile's sums are, to the bit, those of one row at a time.
        Builds.expectEqual("\(place)", expected.count) {
          $0.correlateTile(
            bytes.span, from: 2, rowOffsets: rowOffsets.span, columnOffsets: columnOffsets.span,
            weights: weights.span, rows: window.rows, into: &$1, at: Builds.start,
            outputStride: stride, count: count, pastCache: pastCache)
          $0.finishStores()
        } _: { loops, output in
          for r in 0..<window.rows {
            loops.correlateTile(
              floats.span, from: 2,
              rowOffsets: Array(rowOffsets[r..<r + window.height]).span,
              columnOffsets: columnOffsets.span, weights: weights.span, rows: 1, into: &output,
              at: Builds.start + r * stride, outputStride: 0, count: count, pastCache: false)
          }
        }
      }
    }
  }
}
