public import ConvCore
import RowLoops

/// A layer that outputs the largest value of each window.
///
/// The gradient of an output goes to the input with the maximum; among equal inputs, to the first.
///
/// Shape: C×H×W → C×H'×W', H' = ⌊(H − kH) / s⌋ + 1; a partial last window is dropped.
public struct MaxPool2D: Layer, Hashable {
  /// The height and width of the window, in pixels.
  public let size: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D

  /// The name of the kind in summaries and model files, as in Keras.
  public var kind: String { "MaxPooling2D" }

  /// Creates a layer; without a stride, the windows do not overlap.
  public init(size: Size2D = Size2D(2), stride: Stride2D? = nil) {
    self.size = size
    self.stride = stride ?? Stride2D(y: size.height, x: size.width)
  }

  /// Returns the shape C×H'×W' of the output.
  ///
  /// - Throws: `ShapeError` when the window is larger than the planes.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    try input.pooled(size, stride)
  }

  private var window: PoolWindow {
    PoolWindow(
      height: size.height, width: size.width, strideY: stride.y, strideX: stride.x)
  }

  /// Computes the largest value of each window.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let shape = output.shape
    precondition(input.values.count == input.shape.count * Tensor.lanes)
    var span = output.values.mutableSpan
    for channel in 0..<shape.channels {
      pass.engine.loops.maxPool(
        input.values.span, from: channel * input.shape.plane * Tensor.lanes,
        width: input.shape.width, window, into: &span, at: channel * shape.plane * Tensor.lanes,
        outputHeight: shape.height, outputWidth: shape.width)
    }
  }

  /// Adds ∂L/∂y to the gradient of the first input of a window with the largest value.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    let (shape, inputShape) = (outputGradient.shape, input.shape)
    precondition(outputGradient.values.count == shape.count * Tensor.lanes)
    precondition(input.values.count == inputShape.count * Tensor.lanes)
    scratch.exchange(&input)
    input.clear()
    var span = input.values.mutableSpan
    for channel in 0..<shape.channels {
      pass.engine.loops.maxPoolGradient(
        outputGradient.values.span, from: channel * shape.plane * Tensor.lanes,
        input: scratch.savedInput.span, inputBase: channel * inputShape.plane * Tensor.lanes,
        width: inputShape.width, window, into: &span, outputHeight: shape.height,
        outputWidth: shape.width)
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }
}
