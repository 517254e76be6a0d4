import ConvCore

/// The room in which 16 images run through a network; belongs to one thread at a time.
public struct Workspace: Sendable {
  /// The input, then the output of each layer; on the way back, in their places, the gradients by
  /// what went into their activations.
  public var activations: [Tensor]
  /// The gradient of the loss by the output of the last layer.
  var lossGradient: Tensor
  /// For each parameter the sum over the images.
  var parameterGradients: [[[Float]]]
  var scratch: [LayerScratch]
  private var passing = SharedScratch()
  /// The classes of the images while learning.
  var labels = [Int](repeating: 0, count: Tensor.lanes)

  /// Makes room for a network.
  public init(_ network: Network) {
    activations = network.shapes.map { Tensor($0) }
    lossGradient = activations[activations.count - 1]
    parameterGradients = network.stages.map { stage in
      stage.layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    }
    scratch = network.stages.map { _ in LayerScratch() }
  }

  /// Lends the room that layers share to one of them, or takes it back.
  mutating func exchangeScratch(with layer: Int) {
    swap(&passing, &scratch[layer].passing)
  }

  /// The output of the last layer, until gradients are on their way back.
  public var output: Tensor { activations[activations.count - 1] }
}
