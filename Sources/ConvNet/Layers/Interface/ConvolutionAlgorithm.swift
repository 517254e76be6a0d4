import ConvCore

/// How a convolution layer is computed.
public enum ConvolutionAlgorithm: Hashable, Sendable {
  /// The products of the definition, summed in its order. A map has the same bits wherever it is
  /// computed.
  case direct
  /// Winograd's F(4×4, 3×3) where it is faster: a quarter of the products. Sums differ by about 10⁻⁶
  /// of the largest value.
  case winograd
}
