public import ConvCore
import RowLoops

/// A layer that outputs the largest value of each window.
///
/// The gradient of an output goes to the input with the maximum; among equal inputs, to the first.
///
/// Shape: C×H×W → C×H'×W', H' = ⌊(H + 2p − kH) / s⌋ + 1; a partial last window is dropped. Padding never wins.
public struct MaxPool2D: StoredLayer, Hashable {
  /// The height and width of the window, in pixels.
  public let size: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D
  /// The number of rows above and below, and columns left and right, that windows may reach into.
  public let padding: Size2D

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "MaxPooling2D"

  /// Creates a layer; without a stride, the windows do not overlap.
  ///
  /// - Precondition: The padding is smaller than the window.
  public init(
    size: Size2D = Size2D(2), stride: Stride2D? = nil, padding: Size2D = Size2D(0)
  ) {
    precondition(padding.height < size.height && padding.width < size.width, "padding \(padding)")
    self.size = size
    self.stride = stride ?? Stride2D(y: size.height, x: size.width)
    self.padding = padding
  }

  /// Creates a layer; without a stride, the windows do not overlap.
  public init(_ size: Size2D, stride: Stride2D? = nil, padding: Size2D = 0) {
    self.init(size: size, stride: stride, padding: padding)
  }

  /// The size, the stride and the padding.
  public var window: LayerWindow {
    .moving(size: size, stride: stride, padding: padding, dilation: 1)
  }

  /// Returns the shape C×H'×W' of the output.
  ///
  /// - Throws: `ShapeError` when the window is larger than the planes.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    try input.pooled(size, stride, padding: padding)
  }

  private var poolWindow: PoolWindow {
    PoolWindow(
      height: size.height, width: size.width, strideY: stride.y, strideX: stride.x)
  }

  /// Computes the largest value of each window.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    precondition(input.values.count == input.shape.count * Tensor.lanes)
    guard padding == Size2D(0) else {
      let padded = PaddedPlanes(input.shape, padding)
      padded.pad(input.values, with: -.infinity, into: &scratch, pass.engine)
      return pool(scratch.buffers[0], padded.shape, into: &output, pass)
    }
    pool(input.values, input.shape, into: &output, pass)
  }

  private func pool(
    _ input: [Float], _ inputShape: TensorShape, into output: inout Tensor, _ pass: LayerContext
  ) {
    let shape = output.shape
    var span = output.values.mutableSpan
    for channel in 0..<shape.channels {
      pass.engine.loops.maxPool(
        input.span, from: channel * inputShape.plane * Tensor.lanes, width: inputShape.width,
        poolWindow, into: &span, at: channel * shape.plane * Tensor.lanes,
        outputHeight: shape.height, outputWidth: shape.width)
    }
  }

  /// Adds ∂L/∂y to the gradient of the first input of a window with the largest value.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    precondition(input.values.count == input.shape.count * Tensor.lanes)
    scratch.exchange(&input)
    if padding == Size2D(0) {
      input.clear()
      spread(outputGradient, scratch.savedInput, input.shape, into: &input.values, pass)
    } else {
      let padded = PaddedPlanes(input.shape, padding)
      scratch.reserve(1, count: padded.count)
      for index in 0..<padded.count { scratch.buffers[1][index] = 0 }
      spread(outputGradient, scratch.buffers[0], padded.shape, into: &scratch.buffers[1], pass)
      padded.crop(scratch.buffers[1], into: &input.values, pass.engine)
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  private func spread(
    _ gradient: Tensor, _ input: [Float], _ inputShape: TensorShape, into result: inout [Float],
    _ pass: LayerContext
  ) {
    let shape = gradient.shape
    precondition(gradient.values.count == shape.count * Tensor.lanes)
    var span = result.mutableSpan
    for channel in 0..<shape.channels {
      pass.engine.loops.maxPoolGradient(
        gradient.values.span, from: channel * shape.plane * Tensor.lanes, input: input.span,
        inputBase: channel * inputShape.plane * Tensor.lanes, width: inputShape.width, poolWindow,
        into: &span, outputHeight: shape.height, outputWidth: shape.width)
    }
  }
}

extension MaxPool2D: GatingLayer {}

extension MaxPool2D {
  /// The size, the stride and the padding.
  public var settings: LayerSettings {
    var settings = LayerSettings()
    settings.set("size", size)
    settings.set(stride)
    if padding != Size2D(0) { settings.set("padding", padding) }
    return settings
  }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    let size = try settings.size("size")
    let padding = try settings.size("padding", in: 0...1023, default: Size2D(0))
    guard padding.height < size.height && padding.width < size.width else {
      throw ShapeError("padding as large as the window")
    }
    self.init(size: size, stride: try settings.stride(size), padding: padding)
  }
}
