import ConvCore

/// What a convolution multiplies.
public enum ConvolutionAlgorithm: Hashable, Sendable {
  /// The products of its definition, summed in its order: a map is equal to the bit wherever and
  /// however it is computed.
  case defined
  /// Where that is faster, the fewer ones of Winograd's F(4×4, 3×3): sums differ by some 10⁻⁶ of the
  /// largest value.
  case fewest
}
