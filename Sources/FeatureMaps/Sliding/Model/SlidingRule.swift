package import ConvCore

/// What becomes of the numbers under a window.
package enum SlidingRule: Hashable, Sendable {
  /// The sum of all products, over all channels, and a bias.
  case sum
  /// √(y₀² + y₁²) of two kernels' sums.
  case magnitude
  /// The largest of several kernels' sums.
  case maximum
  /// A pooling: the values themselves are reduced.
  case pooling(Pooling.Kind)
  /// Each input value stamps the kernel into the output, where stamps add up.
  case transposed
}
