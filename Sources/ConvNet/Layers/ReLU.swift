public import ConvCore
import RowLoops

/// The rectifier max(x, 0) as a separate layer.
public struct ReLU: StoredLayer, Hashable {
  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "ReLU"

  /// Creates a rectifier layer.
  public init() {}

  /// Each output depends on the pixel at its place.
  public var window: LayerWindow { .pixel }

  /// Returns the shape of the input.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  /// Computes max(x, 0).
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    let count = output.values.count
    var span = output.values.mutableSpan
    pass.engine.loops.addBias(&span, at: 0, count: count, bias: 0, rectify: true)
  }

  /// Sets the gradient to 0 where the output is not positive, and passes it on elsewhere.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    var pass = pass
    pass.inputActivation = .relu
    input.adoptGradient(&outputGradient, pass)
  }
}

extension ReLU: GatingLayer {}

extension ReLU {
  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) { self.init() }
}
