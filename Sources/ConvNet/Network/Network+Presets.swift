import ConvCore

extension Network {
  /// The class names of the ten digits, "0" to "9".
  public static let digits = (0...9).map(String.init)

  /// Creates the slides' network for 28×28×1 images of digits.
  ///
  /// Conv2D 32, 16, 8 (3×3, ReLU) → MaxPooling 2×2 → Flatten → Dense 10 with softmax: 320 + 4,624 +
  /// 1,160 + 9,690 = 15,794 parameters.
  ///
  /// - Parameter seed: The seed of the random weights.
  /// - Returns: An untrained network for the digits 0…9.
  public static func cnn(seed: UInt64) -> Network {
    var generator = SplitMix64(seed: seed)
    let convolutions = [(1, 32), (32, 16), (16, 8)].map { inputs, outputs in
      Conv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: Size2D(3), activation: .relu,
        using: &generator)
    }
    let dense = Dense(inputs: 968, outputs: 10, using: &generator)
    return digitNetwork(convolutions + [MaxPool2D(), Flatten(), dense] as [any Layer])
  }

  /// Creates a multilayer perceptron for comparison: 784 → hidden (ReLU) → 10 with softmax.
  ///
  /// - Parameters:
  ///   - hidden: The number of hidden units.
  ///   - seed: The seed of the random weights.
  /// - Returns: An untrained network for the digits 0…9.
  public static func mlp(hidden: Int, seed: UInt64) -> Network {
    var generator = SplitMix64(seed: seed)
    return digitNetwork([
      Flatten(),
      Dense(
        inputs: 784, outputs: hidden, activation: .relu, initialization: .he, using: &generator),
      Dense(inputs: hidden, outputs: 10, using: &generator),
    ])
  }

  private static func digitNetwork(_ layers: [any Layer]) -> Network {
    do {
      return try Network(
        inputShape: TensorShape(channels: 1, height: 28, width: 28), stages: named(layers),
        classNames: digits)
    } catch { preconditionFailure(error.description) }
  }
}
