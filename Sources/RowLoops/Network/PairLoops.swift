/// The loop of 2×2 pooling, the most common window.
package protocol PairLoops: Sendable {
  /// Folds 2×2 windows of two rows of one channel.
  ///
  ///     output[at + i] = fold of upper[2i], upper[2i + 1], lower[2i], lower[2i + 1], in this order
  static func foldPairs(
    _ operation: PairFold, _ input: Span<Float>, upper: Int, lower: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int, pastCache: Bool)
}
