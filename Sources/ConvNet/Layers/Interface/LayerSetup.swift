public import ConvCore

/// What a layer is told when a network is built from it.
public struct LayerSetup: Sendable {
  /// The shape of the layer's input.
  public let input: TensorShape
  /// The number of classes of the network.
  public let classes: Int
  /// The generator of the random weights; layers draw from it in their order.
  public var generator: SplitMix64

  /// Creates a setup.
  public init(input: TensorShape, classes: Int, generator: SplitMix64) {
    self.input = input
    self.classes = classes
    self.generator = generator
  }
}
