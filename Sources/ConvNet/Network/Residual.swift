/// A block of layers whose input is added to its output (He et al., 2016).
///
///     y = activation(f(x) + shortcut(x))
///
/// The shortcut is x itself, or a convolution of 1×1 filters where the block changes the shape: as many
/// filters as the block's output has channels, with the stride that gives the block's height and
/// width.
public struct Residual: Sendable {
  let elements: [LayerElement]
  let activation: Activation

  /// Creates a block.
  public init(
    activation: Activation = .linear, @LayerBuilder _ layers: () -> [LayerElement]
  ) {
    elements = layers()
    self.activation = activation
  }
}
