internal import RowLoops

/// A dense kernel and the checked door to the loop that applies it to several rows at once.
struct TileKernel: Sendable {
  /// kH.
  let height: Int
  /// Where the columns of a row of the window begin.
  let columnOffsets: [Int]
  /// kH × kW.
  let weights: [Float]

  /// Correlates as many rows as `rowOffsets` has more than the kernel.
  func correlate<Sample: WindowSample>(
    _ input: [Sample], from base: Int, rowOffsets: [Int], into output: inout [Float],
    at start: Int, stride: Int, count: Int, engine: Engine
  ) {
    guard count > 0 else { return }
    let rows = rowOffsets.count - height + 1
    let extent = base + (columnOffsets.last ?? 0) + count
    precondition(base >= 0 && rows > 0 && weights.count == height * columnOffsets.count)
    precondition(rowOffsets.allSatisfy { $0 >= 0 && $0 + extent <= input.count })
    precondition(start >= 0 && start + (rows - 1) * stride + count <= output.count)
    Sample.correlateTile(
      self, input, from: base, rowOffsets: rowOffsets, rows: rows, into: &output, at: start,
      stride: stride, count: count, engine: engine)
  }
}
