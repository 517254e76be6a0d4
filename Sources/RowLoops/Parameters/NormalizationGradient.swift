/// The numbers of one channel in the gradient of batch normalization.
///
///     ∂L/∂x = factor · ((∂L/∂y − offset) − (x − mean) · slope)
package struct NormalizationGradient: Hashable, Sendable {
  /// The mean of the channel.
  package var mean: Float
  /// γ / √(variance + ε).
  package var factor: Float
  /// The mean of ∂L/∂y.
  package var offset: Float
  /// The mean of ∂L/∂y · (x − mean), divided by the variance + ε.
  package var slope: Float

  /// Creates the numbers of a channel.
  package init(mean: Float, factor: Float, offset: Float, slope: Float) {
    self.mean = mean
    self.factor = factor
    self.offset = offset
    self.slope = slope
  }
}
