public import ConvCore
import RowLoops

/// A convolution layer of a network, as a filter for pictures of any size.
///
///     y[o] = r(b[o] + (h[o] convolved with x / divisor))
///
/// Here r(s) = max(0, s) if ``rectifies``, otherwise r(s) = s.
///
/// Kernels are in convolution orientation, turned by 180° from the layer's weights. With border
/// `valid` the response is exactly the layer's feature map.
public struct ConvolutionLayerFilter: ImageFilter, Hashable {
  /// One kernel per unit, spanning the depth of the input.
  public let kernels: [Kernel]
  /// One bias per unit.
  public let biases: [Float]
  /// Whether negative sums become 0 (ReLU).
  public let rectifies: Bool
  /// The divisor of the samples; 1 for all layers but the first.
  public let divisor: Float
  /// The distance from one window to the next; 1 leaves it to the options.
  public let stride: Stride2D
  /// The distance from one filter cell to the next; 1 leaves it to the options.
  public let dilation: Int

  /// Creates a filter from the parameters of a layer.
  ///
  /// - Precondition: There are as many biases as kernels, and at least one.
  public init(
    kernels: [Kernel], biases: [Float], rectifies: Bool, divisor: Float = 1,
    stride: Stride2D = .one, dilation: Int = 1
  ) {
    precondition(!kernels.isEmpty && kernels.count == biases.count)
    self.kernels = kernels
    self.biases = biases
    self.rectifies = rectifies
    self.divisor = divisor
    self.stride = stride
    self.dilation = dilation
  }

  /// Whether each kernel gives one feature map: `true`.
  public var spansDepth: Bool { true }

  /// Responses of a layer have no unit in common with pixels, so their range is stretched.
  public var defaultView: ResponseView? { .stretch }

  /// The number of kernels.
  public var method: String {
    "direct: \(kernels.count) kernels through the depth, a layer's bias added"
  }

  /// Creates the convolution with its bias and activation.
  public func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    var options = options
    if stride != .one { options.stride = stride }
    if dilation != 1 { options.dilation = dilation }
    return LayerOperation(layer: self, sums: options.convolution(kernels, .stack, .automatic))
  }
}

private struct LayerOperation: RowOperation {
  let layer: ConvolutionLayerFilter
  let sums: Convolution

  var wholeImageReason: String? { sums.wholeImageReason }

  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    try sums.outputShape(for: input)
  }

  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    sums.inputRows(for: rows, of: input)
  }

  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine) {
    let sums = sums.rows(rows, of: divided(input, for: rows, engine), engine: engine)
    var planes = sums.planes(engine)
    let plane = sums.pixelCount
    for (unit, bias) in layer.biases.enumerated() {
      var span = planes.mutableSpan
      engine.loops.addBias(
        &span, at: unit * plane, count: plane, bias: bias, rectify: layer.rectifies)
    }
    let response = ImageRows(planes: planes, shape: sums.shape, rows: rows, engine)
    sink.take(response, engine: engine)
  }

  private func divided(_ input: RowSource, for rows: Range<Int>, _ engine: Engine) -> RowSource {
    guard layer.divisor != 1 else { return input }
    var strip = input.strip(of: inputRows(for: rows, of: input.shape), engine)
    let count = strip.samples.count
    var span = strip.samples.mutableSpan
    engine.loops.divide(&span, at: 0, count: count, by: layer.divisor)
    return RowSource(strip)
  }
}
