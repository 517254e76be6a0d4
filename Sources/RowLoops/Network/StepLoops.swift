/// The loops of a training step: sums, averages and the optimizer, parameter by parameter.
///
/// Each product and each sum is rounded separately, so all builds give the same bits.
package protocol StepLoops: Sendable {
  /// Adds values to sums: `sums[i] = sums[i] + values[i]`.
  static func add(_ values: Span<Float>, to sums: inout MutableSpan<Float>, count: Int)

  /// Updates a moving average: `average[i] = keep · average[i] + (1 − keep) · values[i]`.
  static func average(
    _ average: inout MutableSpan<Float>, _ values: Span<Float>, keep: Float, count: Int)

  /// Performs one step of Adam (Kingma and Ba, 2015) with decoupled weight decay.
  ///
  ///     m[i] = 0.9 · m[i] + 0.1 · g[i]
  ///     v[i] = 0.999 · v[i] + 0.001 · g[i] · g[i]
  ///     θ[i] = θ[i] − rate · ((m[i] / c₁) / (√(v[i] / c₂) + 10⁻⁸) + decay · θ[i])
  static func adam(
    _ values: inout MutableSpan<Float>, _ gradient: Span<Float>, _ first: inout MutableSpan<Float>,
    _ second: inout MutableSpan<Float>, _ step: AdamCoefficients, count: Int)
}
