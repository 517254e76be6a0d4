public import ConvCore
import RowLoops

/// A layer that puts channels, rows and columns end to end, in that order, unchanged.
public struct Flatten: StoredLayer, Hashable {
  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "Flatten"

  /// Creates a flattening layer.
  public init() {}

  /// Each output is one value, but no longer at its place.
  public var window: LayerWindow { .whole }

  /// Returns the shape (C·H·W)×1×1.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    TensorShape(channels: input.count, height: 1, width: 1)
  }

  /// Copies the input.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) { output.copyValues(of: input, pass.engine) }

  /// Moves the gradient to the input.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) { input.adoptGradient(&outputGradient, pass) }
}

extension Flatten: GatingLayer {}

extension Flatten {
  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) { self.init() }
}
