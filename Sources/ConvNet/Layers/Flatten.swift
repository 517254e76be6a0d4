public import ConvCore
import RowLoops

/// A layer that puts channels, rows and columns end to end, in that order, unchanged.
public struct Flatten: Layer, Hashable {
  /// The name of the kind in summaries and model files, as in Keras.
  public var kind: String { "Flatten" }

  /// Creates a flattening layer.
  public init() {}

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
