public import ConvCore
import RowLoops

/// A layer that outputs the mean of each window.
///
/// The gradient of an output is shared evenly by the inputs of its window.
///
/// Shape: C×H×W → C×H'×W', H' = ⌊(H + 2p − kH) / s⌋ + 1; a partial last window is dropped. Padding does
/// not count.
public struct AvgPool2D: StoredLayer, Hashable {
  /// The height and width of the window, in pixels.
  public let size: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D
  /// The number of rows above and below, and columns left and right, that windows may reach into.
  public let padding: Size2D

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "AveragePooling2D"

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

  /// Computes the mean of each window.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    // Most windows have the size of the one before.
    var (known, taps, weights) = (Size2D(0), [Int](), [Float]())
    forEachWindow(input.shape, output.shape) { from, to, cells in
      if cells != known {
        taps = windowOffsets(cells, input.shape)
        weights = [Float](repeating: 1 / Float(taps.count), count: taps.count)
        known = cells
      }
      var span = output.values.mutableSpan
      pass.engine.loops.correlate(
        input.values.span, from: from, offsets: taps.span, weights: weights.span, outputs: 1,
        into: &span, at: to, outputStride: Tensor.lanes, count: Tensor.lanes)
    }
  }

  /// Adds ∂L/∂y divided by the number of cells to the gradient of each input of a window.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    scratch.exchange(&input)
    input.clear()
    let shape = input.shape
    var span = input.values.mutableSpan
    forEachWindow(shape, outputGradient.shape) { from, to, cells in
      let window = PoolWindow(
        height: cells.height, width: cells.width, strideY: 1, strideX: 1)
      pass.engine.loops.averagePoolGradient(
        outputGradient.values.span, from: to, factor: 1 / Float(cells.height * cells.width),
        width: shape.width, window, into: &span, at: from, outputHeight: 1, outputWidth: 1)
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  private func windowOffsets(_ cells: Size2D, _ input: TensorShape) -> [Int] {
    WindowOrder.cells(cells, depth: 1).map { ($0.y * input.width + $0.x) * Tensor.lanes }
  }

  /// Calls a closure with the offsets of each window's first cell and of its output, and with the
  /// size of what lies inside the plane.
  private func forEachWindow(
    _ input: TensorShape, _ output: TensorShape, _ body: (Int, Int, Size2D) -> Void
  ) {
    let rows = (0..<output.height).map {
      AvgPool2D.inside($0 * stride.y - padding.height, size.height, input.height)
    }
    let columns = (0..<output.width).map {
      AvgPool2D.inside($0 * stride.x - padding.width, size.width, input.width)
    }
    for channel in 0..<output.channels {
      for (y, row) in rows.enumerated() {
        for (x, column) in columns.enumerated() {
          let corner =
            (channel * input.height + row.lowerBound) * input.width + column.lowerBound
          let place = (channel * output.height + y) * output.width + x
          body(
            corner * Tensor.lanes, place * Tensor.lanes,
            Size2D(height: row.count, width: column.count))
        }
      }
    }
  }

  /// Returns the part of a window that lies inside the plane.
  ///
  /// A window that begins behind the plane, which a large stride and padding allow, has its last
  /// row.
  private static func inside(_ first: Int, _ length: Int, _ side: Int) -> Range<Int> {
    let start = min(max(0, first), side - 1)
    return start..<max(start + 1, min(side, first + length))
  }
}

extension AvgPool2D: GatingLayer {}

extension AvgPool2D {
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
