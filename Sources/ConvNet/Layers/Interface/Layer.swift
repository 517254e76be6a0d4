public import ConvCore

/// One layer of a network: its parameters, its forward pass and its backward pass.
public protocol Layer: Sendable {
  /// The name of the layer's kind in summaries, for example `Conv2D`.
  var kind: String { get }
  /// The parameters, in the order of the gradients of `backward`.
  var parameters: [Parameter] { get set }
  /// The function that the layer applies to its sums.
  var activation: Activation { get }

  /// How the layer's windows move over its input; receptive fields follow from it.
  var window: LayerWindow { get }

  /// Returns the layer with parameters for an input.
  ///
  /// A layer may leave open what follows from its input, such as the number of input channels, and
  /// its weights. A network that is built from layers calls this function once, in the order of the
  /// layers. Layers that have their parameters return themselves, which is the default.
  ///
  /// - Throws: `ShapeError` when the input does not suit the layer.
  func built(with setup: inout LayerSetup) throws(ShapeError) -> Self

  /// Returns the shape of the output.
  ///
  /// - Throws: `ShapeError` when the input does not suit the layer.
  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape

  /// Computes the output of 16 images, activation included.
  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext)

  /// Computes the gradients of the loss by the input and by the parameters.
  ///
  /// The call follows `forward` with the same `pass` and the same scratch. Gradients overwrite
  /// the values: the backward pass needs the values no longer, and a smaller batch fits the caches
  /// better.
  ///
  /// - Parameters:
  ///   - input: The input of `forward`; becomes ∂L/∂input. If `pass.inputActivation` produced the
  ///     input, it becomes the gradient by the input of that activation. Unchanged if
  ///     `pass.needsInputGradient` is false.
  ///   - outputGradient: The gradient by the output before ``activation``; may be overwritten.
  ///   - parameterGradients: Receives Σ over the images of ∂L/∂parameter.
  ///   - scratch: The scratch of the forward pass.
  ///   - pass: The same pass as in the forward pass.
  func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext)
}

extension Layer {
  /// The parameters of a layer that learns nothing: an empty array.
  public var parameters: [Parameter] {
    get { [] }
    set {}
  }

  /// The activation of a layer without one: the identity.
  public var activation: Activation { .linear }

  /// Every output depends on the whole input, as far as is known.
  public var window: LayerWindow { .whole }

  /// Returns the layer itself.
  public func built(with setup: inout LayerSetup) throws(ShapeError) -> Self { self }

  /// The number of values of all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }
}
