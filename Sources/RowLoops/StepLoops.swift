/// The loops of a step of training: sums, averages and the optimiser, parameter by parameter.
///
/// Products and sums are rounded one by one, so every build gives the same bits.
package protocol StepLoops: Sendable {
  /// `sums[i] = sums[i] + values[i]`.
  static func add(_ values: Span<Float>, to sums: inout MutableSpan<Float>, count: Int)

  /// `average[i] = keep · average[i] + (1 − keep) · values[i]`.
  static func average(
    _ average: inout MutableSpan<Float>, _ values: Span<Float>, keep: Float, count: Int)

  /// One step of Adam (Kingma and Ba, 2015) with decoupled weight decay:
  ///
  ///     m[i] = 0.9 · m[i] + 0.1 · g[i]
  ///     v[i] = 0.999 · v[i] + 0.001 · g[i] · g[i]
  ///     θ[i] = θ[i] − rate · ((m[i] / c₁) / (√(v[i] / c₂) + 10⁻⁸) + decay · θ[i])
  static func adam(
    _ values: inout MutableSpan<Float>, _ gradient: Span<Float>, _ first: inout MutableSpan<Float>,
    _ second: inout MutableSpan<Float>, _ step: AdamCoefficients, count: Int)
}
