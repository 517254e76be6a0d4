public import ConvCore
import RowLoops

/// The sum of two layers' outputs: the end of a residual block (He et al., 2016).
///
///     y = activation(a + b)
///
/// The gradient goes on to both. The network runs this layer by its two inputs; run by one input, as
/// a layer of a sequence, it applies its activation only.
public struct Add: StoredLayer, Hashable {
  /// The function applied to the sums.
  public let activation: Activation

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "Add"

  /// Creates a layer.
  public init(activation: Activation = .linear) { self.activation = activation }

  /// Each output depends on the pixels at its place.
  public var window: LayerWindow { .pixel }

  /// Returns the shape of the input.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  /// Computes the sum of two tensors.
  func forward(_ a: Tensor, _ b: Tensor, into output: inout Tensor, _ engine: Engine) {
    let count = output.values.count
    precondition(a.values.count == count && b.values.count == count)
    var span = output.values.mutableSpan
    engine.loops.sum(
      a.values.span, b.values.span, rectify: activation == .relu, into: &span, count: count)
  }

  /// Copies the input and applies the activation.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    guard activation == .relu else { return }
    let count = output.values.count
    var span = output.values.mutableSpan
    pass.engine.loops.addBias(&span, at: 0, count: count, bias: 0, rectify: true)
  }

  /// Moves the gradient to the input.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) { input.adoptGradient(&outputGradient, pass) }
}

extension Add: GatingLayer {}

extension Add {
  /// The activation.
  public var settings: LayerSettings {
    var settings = LayerSettings()
    settings.set(activation)
    return settings
  }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(activation: try settings.activation())
  }
}
