public import ConvCore
import RowLoops

/// A layer that outputs the mean of each window.
///
/// The gradient of an output is shared evenly by the inputs of its window.
///
/// Shape: C×H×W → C×H'×W', H' = ⌊(H − kH) / s⌋ + 1; a partial last window is dropped.
public struct AvgPool2D: Layer, Hashable {
  /// The height and width of the window, in pixels.
  public let size: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D

  /// The name of the kind in summaries and model files, as in Keras.
  public var kind: String { "AveragePooling2D" }

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

  /// Computes the mean of each window.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let offsets = windowOffsets(input.shape)
    let weights = [Float](repeating: 1 / Float(offsets.count), count: offsets.count)
    forEachWindow(input.shape, output.shape) { from, to in
      precondition(from + (offsets.last ?? 0) + Tensor.lanes <= input.values.count)
      var span = output.values.mutableSpan
      pass.engine.loops.correlate(
        input.values.span, from: from, offsets: offsets.span, weights: weights.span, outputs: 1,
        into: &span, at: to, outputStride: Tensor.lanes, count: Tensor.lanes)
    }
  }

  /// Adds ∂L/∂y / (kH·kW) to the gradient of each input of a window.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    let offsets = windowOffsets(input.shape)
    let share = 1 / Float(offsets.count)
    scratch.exchange(&input)
    input.clear()
    forEachWindow(input.shape, outputGradient.shape) { from, to in
      for offset in offsets {
        for lane in 0..<Tensor.lanes {
          input.values[from + offset + lane] += share * outputGradient.values[to + lane]
        }
      }
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  private func windowOffsets(_ input: TensorShape) -> [Int] {
    WindowOrder.cells(size, depth: 1).map { ($0.y * input.width + $0.x) * Tensor.lanes }
  }

  private func forEachWindow(
    _ input: TensorShape, _ output: TensorShape, _ body: (Int, Int) -> Void
  ) {
    for channel in 0..<output.channels {
      for y in 0..<output.height {
        for x in 0..<output.width {
          let corner = (channel * input.height + y * stride.y) * input.width + x * stride.x
          let place = (channel * output.height + y) * output.width + x
          body(corner * Tensor.lanes, place * Tensor.lanes)
        }
      }
    }
  }
}
