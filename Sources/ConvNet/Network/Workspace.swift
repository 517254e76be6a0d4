import ConvCore
import RowLoops

/// The buffers for running 16 images through a network; used by one thread at a time.
public struct Workspace: Sendable {
  /// The values between the layers.
  ///
  /// Forward: `activations[0]` is the input, `activations[i + 1]` the output of layer i. Backward:
  /// the same buffers are overwritten by the gradients before each activation.
  public var activations: [Tensor]
  /// The gradient of the loss by the output of the last layer.
  package var lossGradient: Tensor
  /// The gradients by layer and parameter, each summed over the images.
  package var parameterGradients: [[[Float]]]
  var scratch: [LayerScratch]
  /// For each activation that several layers or an ``Add`` read, room for one more tensor; others are
  /// empty.
  var spare: [Tensor]
  /// For each activation that several layers read, the sum of gradients so far.
  private var pending: [Tensor]
  private var hasPending: [Bool]
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
    let none = Tensor(TensorShape(channels: 0, height: 0, width: 0))
    let summed = Set(network.wiring.inputs.filter { $0.count > 1 }.joined())
    let readers = network.wiring.readers
    spare = network.shapes.enumerated().map { index, shape in
      readers[index] > 1 || summed.contains(index) ? Tensor(shape) : none
    }
    pending = network.shapes.enumerated().map { readers[$0] > 1 ? Tensor($1) : none }
    hasPending = spare.map { _ in false }
  }

  /// Moves the shared scratch into a layer's scratch; a second call moves it back.
  mutating func exchangeScratch(with layer: Int) {
    swap(&passing, &scratch[layer].passing)
  }

  /// The output of the last layer; overwritten by the backward pass.
  public var output: Tensor { activations[activations.count - 1] }

  /// Copies an activation into its spare tensor.
  mutating func copy(_ activation: Int, _ engine: Engine) {
    spare[activation].copyValues(of: activations[activation], engine)
  }

  /// Adds an activation's spare tensor, a gradient, to the sum of its gradients.
  mutating func keep(_ activation: Int, _ engine: Engine) {
    guard hasPending[activation] else {
      swap(&pending[activation].values, &spare[activation].values)
      hasPending[activation] = true
      return
    }
    Workspace.add(spare[activation].values, to: &pending[activation].values, engine)
  }

  /// Adds the sum of gradients so far to an activation, which holds the last one.
  mutating func addPending(to activation: Int, _ engine: Engine) {
    guard hasPending[activation] else { return }
    hasPending[activation] = false
    Workspace.add(pending[activation].values, to: &activations[activation].values, engine)
  }

  private static func add(_ values: [Float], to sums: inout [Float], _ engine: Engine) {
    let count = sums.count
    var span = sums.mutableSpan
    engine.loops.add(values.span, to: &span, count: count)
  }
}
