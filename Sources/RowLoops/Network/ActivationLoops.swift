/// Functions of each value, as networks apply them.
package protocol ActivationLoops: Sendable {
  /// Computes a function of each value.
  ///
  ///     output[at + i] = f(input[base + i])
  ///
  /// for `0 ≤ i < count`. Errors are below 3·10⁻⁷; NaN stays NaN.
  static func activate(
    _ function: RowActivation, _ input: Span<Float>, from base: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Multiplies values by one number and adds another: `factor · x + offset`, and takes max(·, 0) if
  /// wanted; NaN stays NaN.
  static func scale(
    _ input: Span<Float>, from base: Int, factor: Float, offset: Float, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)
}
