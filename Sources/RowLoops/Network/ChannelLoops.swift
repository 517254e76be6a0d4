/// The loop for a single image in a network, with the output channels in the lanes.
package protocol ChannelLoops: Sendable {
  /// Correlates rows of pixels with up to 16 filters, adds the biases and, if wanted, takes max(·,
  /// 0).
  ///
  ///     output[at + 16·(m·width + n) + o] =
  ///       Σ_t weights[first + 16·t + o] · input[base + offsets[t] + m·inputRow + n·inputPixel]
  ///         + biases[o]
  ///
  /// for `0 ≤ m < rows`, `0 ≤ n < width`, `0 ≤ o < channels ≤ 16`, summed in the order of `t` from
  /// 0, the bias last. NaN stays NaN. Lanes from `channels` on may or may not be written; `biases`
  /// holds 16 values.
  static func correlateChannels(
    _ input: Span<Float>, from base: Int, _ grid: PixelGrid, offsets: Span<Int>,
    weights: Span<Float>, from first: Int, biases: Span<Float>, channels: Int, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int)

  /// Correlates one pixel with several blocks of 16 filters.
  ///
  ///     output[at + 16·b + o] = Σ_t weights[first + (b·T + t)·16 + o] · input[base + offsets[t]]
  ///       + biases[16·b + o]
  ///
  /// for `0 ≤ b < blocks`, `0 ≤ o < 16`, `T = offsets.count`: the bits of `correlateChannels`.
  static func correlatePixel(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    from first: Int, biases: Span<Float>, blocks: Int, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int)

  /// Separates pixels of 16 channels into planes.
  ///
  ///     output[at + k·planeStride + i] = input[16·i + k]
  ///
  /// for `0 ≤ i < count`, `0 ≤ k < channels ≤ 16`.
  static func separateChannels(
    _ input: Span<Float>, channels: Int, into output: inout MutableSpan<Float>, at start: Int,
    planeStride: Int, count: Int)
}
