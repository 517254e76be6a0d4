/// The loop for dense kernels, several output rows at a time.
package protocol TileLoops: Sendable {
  /// Correlates several rows at once, so that each loaded vector is used for all of them.
  ///
  ///     output[at + r·outputStride + i] =
  ///       Σ_j Σ_x weights[j·kW + x] · input[base + rowOffsets[j + r] + columnOffsets[x] + i]
  ///
  /// for `0 ≤ r < rows`, `0 ≤ i < count`; kW = `columnOffsets.count`, kH = `rowOffsets.count` −
  /// `rows` + 1. Summed in the order of j, then x, from 0, which gives the same bits as row by row.
  ///
  /// - Precondition: `rows` is ``CorrelationTile/rows(kernelHeight:)`` of kH, or 1.
  static func correlateTile(
    _ input: Span<Float>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int, pastCache: Bool)

  /// Correlates several rows of bytes at once, with the same bits as for floats of the same values.
  static func correlateTile(
    _ input: Span<UInt8>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int, pastCache: Bool)
}
