public import ConvCore
import RowLoops

/// A layer that outputs the mean of each channel.
///
/// Shape: C×H×W → C×1×1. The gradient of an output is shared evenly by all inputs of its channel.
public struct GlobalAvgPool2D: StoredLayer, Hashable {
  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "GlobalAveragePooling2D"

  /// Creates a layer.
  public init() {}

  /// Each output depends on the whole plane.
  public var window: LayerWindow { .whole }

  /// Returns the shape C×1×1.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    TensorShape(channels: input.channels, height: 1, width: 1)
  }

  /// Computes the mean of each channel.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let (plane, count) = (input.shape.plane, output.values.count)
    var span = output.values.mutableSpan
    for channel in 0..<input.shape.channels {
      pass.engine.loops.sumPlane(
        input.values.span, from: channel * plane * Tensor.lanes, positions: plane, into: &span,
        at: channel * Tensor.lanes)
    }
    pass.engine.loops.divide(&span, at: 0, count: count, by: Float(plane))
  }

  /// Writes ∂L/∂y / (H·W) to all inputs of a channel.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    let (plane, channels) = (input.shape.plane, input.shape.channels)
    scratch.exchange(&input)
    var span = input.values.mutableSpan
    for channel in 0..<channels {
      pass.engine.loops.spreadPlane(
        outputGradient.values.span, from: channel * Tensor.lanes, factor: 1 / Float(plane),
        into: &span, at: channel * plane * Tensor.lanes, positions: plane)
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }
}

extension GlobalAvgPool2D: GatingLayer {}

extension GlobalAvgPool2D {
  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) { self.init() }
}
