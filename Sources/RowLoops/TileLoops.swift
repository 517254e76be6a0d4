/// The loop for dense kernels, several output rows at a time.
package protocol TileLoops: Sendable {
  /// Correlates some rows at once, so that each loaded vector serves every one of them.
  ///
  ///     output[at + r·outputStride + i] =
  ///       Σ_j Σ_x weights[j·kW + x] · input[base + rowOffsets[j + r] + columnOffsets[x] + i]
  ///
  /// for `0 ≤ r < rows`, `0 ≤ i < count`; kW = `columnOffsets.count`, kH = `rowOffsets.count` −
  /// `rows` + 1. Summed in the order of j, then x, from 0: the same bits as row by row.
  ///
  /// - Precondition: `rows` is ``CorrelationTile/rows(kernelHeight:)`` of kH, or 1.
  static func correlateTile(
    _ input: Span<Float>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int)

  /// The same on bytes: the same bits as on floats of their values.
  static func correlateTile(
    _ input: Span<UInt8>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int)
}
