import ConvCore

/// The buffers for running 16 images through a network; used by one thread at a time.
public struct Workspace: Sendable {
  /// The values between the layers.
  ///
  /// Forward: `activations[0]` is the input, `activations[i + 1]` the output of layer i. Backward:
  /// the same buffers are overwritten by the gradients before each activation.
  public var activations: [Tensor]
  /// The gradient of the loss by the output of the last layer.
  var lossGradient: Tensor
  /// The gradients by layer and parameter, each summed over the images.
  var parameterGradients: [[[Float]]]
  var scratch: [LayerScratch]
  private var passing = SharedScratch()
  /// The true classes of the images, for training.
  var labels = [Int](repeating: 0, count: Tensor.lanes)

  /// Allocates the buffers for a network.
  public init(_ network: Network) {
    activations = network.shapes.map { Tensor($0) }
    lossGradient = activations[activations.count - 1]
    parameterGradients = network.stages.map { stage in
      stage.layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    }
    scratch = network.stages.map { _ in LayerScratch() }
  }

  /// Moves the shared scratch into a layer's scratch; a second call moves it back.
  mutating func exchangeScratch(with layer: Int) {
    swap(&passing, &scratch[layer].passing)
  }

  /// The output of the last layer; overwritten by the backward pass.
  public var output: Tensor { activations[activations.count - 1] }
}
