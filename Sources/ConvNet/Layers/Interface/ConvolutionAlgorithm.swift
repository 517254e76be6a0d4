import ConvCore

/// The algorithm that computes a convolution layer.
public enum ConvolutionAlgorithm: Hashable, Sendable {
  /// The products of the definition, summed in its order.
  ///
  /// A map has the same bits in every pass that computes it.
  case direct
  /// Winograd's F(4×4, 3×3) where it is faster than the direct algorithm.
  ///
  /// A layer takes a quarter of the products. Sums differ by about 10⁻⁶ of the largest value.
  case winograd
}
