public import ConvCore

/// One layer of a network: parameters and the two passes, nothing else.
public protocol Layer: Sendable {
  /// `Conv2D`, as summaries print it.
  var kind: String { get }
  /// What is learned. The parameter gradients of the backward pass have the same order.
  var parameters: [Parameter] { get set }
  /// What the layer does after its sums.
  var activation: Activation { get }

  /// The shape of the output.
  ///
  /// - Throws: `ShapeError` when the input does not suit the layer.
  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape

  /// Computes the output of 16 images, activation included.
  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext)

  /// Computes the gradients of the loss by the input and by the parameters, after the same
  /// `pass` of ``forward(_:into:scratch:pass:)``, whose scratch is handed on.
  ///
  /// Gradients take the place of the values they belong to: on the way back nobody needs these any
  /// more, and a batch that takes less room stays nearer to the processor.
  ///
  /// - Parameters:
  ///   - input: What the forward pass was given. Becomes ∂L/∂input, or where that was the output of
  ///     `pass.inputActivation` the gradient by what the activation was given; stays what it is if
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
  /// What is learned.
  public var parameters: [Parameter] {
    get { [] }
    set {}
  }

  /// None.
  public var activation: Activation { .linear }

  /// Numbers that are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }
}
