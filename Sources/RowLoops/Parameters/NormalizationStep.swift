/// The numbers of one channel in batch normalization: y = (x − mean) · factor + bias.
package struct NormalizationStep: Hashable, Sendable {
  /// The mean of the channel.
  package var mean: Float
  /// γ / √(variance + ε).
  package var factor: Float
  /// β.
  package var bias: Float

  /// Creates the numbers of a channel.
  package init(mean: Float, factor: Float, bias: Float) {
    self.mean = mean
    self.factor = factor
    self.bias = bias
  }
}
