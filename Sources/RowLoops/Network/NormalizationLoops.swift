/// The loops of batch normalization and of other layers without weights, for a plane of 16 images.
///
/// Products and sums are rounded one by one, so every build gives the same bits.
package protocol NormalizationLoops: Sendable {
  /// Sums the squared distances of a plane from a mean, image by image.
  ///
  ///     sums[at + n] = Σ_i (plane[base + 16i + n] − mean)²,   0 ≤ i < positions
  ///
  /// Four interleaved partial sums are added in one order.
  static func sumSquares(
    _ plane: Span<Float>, from base: Int, positions: Int, mean: Float,
    into sums: inout MutableSpan<Float>, at start: Int)

  /// `output[at + i] = (input[base + i] − mean) · factor + bias`, then max(·, 0) if wanted; NaN stays
  /// NaN.
  static func normalize(
    _ input: Span<Float>, from base: Int, _ step: NormalizationStep, rectify: Bool,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Sums a plane of gradients, and their products with the normalized inputs, image by image.
  ///
  ///     sums[at + n]      = Σ_i gradient[base + 16i + n]
  ///     sums[at + 16 + n] = Σ_i gradient[base + 16i + n] · (input[base + 16i + n] − mean)
  static func sumProducts(
    _ gradient: Span<Float>, _ input: Span<Float>, from base: Int, positions: Int, mean: Float,
    into sums: inout MutableSpan<Float>, at start: Int)

  /// Replaces a plane of inputs by the gradients by them.
  ///
  ///     values[base + 16i + n] ← mask[n] · factor ·
  ///       ((gradient[base + 16i + n] − offset) − (values[base + 16i + n] − mean) · slope)
  ///
  /// If `isGated`, inputs that are not positive get the gradient 0.
  static func normalizeGradient(
    _ values: inout MutableSpan<Float>, _ gradient: Span<Float>, from base: Int, positions: Int,
    _ step: NormalizationGradient, mask: Span<Float>, isGated: Bool)

  /// `values[start + i] = values[start + i] < 0 ? slope · values[start + i] : values[start + i]`.
  static func leak(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, slope: Float)

  /// Multiplies gradients by `slope` where the output is negative.
  static func leakGradient(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, count: Int, slope: Float)

  /// `output[i] = a[i] + b[i]`, then max(·, 0) if wanted; NaN stays NaN.
  static func sum(
    _ a: Span<Float>, _ b: Span<Float>, rectify: Bool, into output: inout MutableSpan<Float>,
    count: Int)

  /// Writes a vector of 16 images, multiplied by a factor, to all positions of a plane.
  ///
  ///     output[at + 16i + n] = factor · input[base + n],   0 ≤ i < positions
  static func spreadPlane(
    _ input: Span<Float>, from base: Int, factor: Float, into output: inout MutableSpan<Float>,
    at start: Int, positions: Int)

  /// Adds each output gradient, multiplied by a factor, to all inputs of its window.
  static func averagePoolGradient(
    _ gradient: Span<Float>, from gradientBase: Int, factor: Float, width: Int,
    _ window: PoolWindow, into inputGradient: inout MutableSpan<Float>, at start: Int,
    outputHeight: Int, outputWidth: Int)
}
