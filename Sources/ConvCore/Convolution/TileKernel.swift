internal import RowLoops

/// A dense kernel, and the bounds-checked call of the loop that applies the kernel to several rows.
struct TileKernel: Sendable {
  /// The kernel's height kH.
  let height: Int
  /// The offsets of the columns within a row of the window.
  let columnOffsets: [Int]
  /// The kH × kW coefficients.
  let weights: [Float]

  /// Correlates several rows; `rowOffsets` has kH − 1 more entries than there are output rows.
  func correlate<Sample: TileSample>(
    _ input: [Sample], from base: Int, rowOffsets: [Int], into output: inout [Float],
    at start: Int, stride: Int, count: Int, pastCache: Bool = false, engine: Engine
  ) {
    guard count > 0 else { return }
    let rows = rowOffsets.count - height + 1
    let extent = base + (columnOffsets.last ?? 0) + count
    precondition(base >= 0 && rows > 0 && weights.count == height * columnOffsets.count)
    precondition(rowOffsets.allSatisfy { $0 >= 0 && $0 + extent <= input.count })
    precondition(start >= 0 && start + (rows - 1) * stride + count <= output.count)
    Sample.correlateTile(
      self, input, from: base, rowOffsets: rowOffsets, rows: rows, into: &output, at: start,
      stride: stride, count: count, pastCache: pastCache, engine: engine)
  }
}
