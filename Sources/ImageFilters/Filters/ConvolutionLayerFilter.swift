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
public struct ConvolutionLayerFilter: Hashable, Sendable {
  /// One kernel per unit, spanning the depth of the input.
  public let kernels: [Kernel]
  /// One bias per unit.
  public let biases: [Float]
  /// Whether negative sums become 0 (ReLU).
  public let rectifies: Bool
  /// The divisor of the samples; 1 for all layers but the first.
  public let divisor: Float

  /// Creates a filter from the parameters of a layer.
  ///
  /// - Precondition: There are as many biases as kernels, and at least one.
  public init(kernels: [Kernel], biases: [Float], rectifies: Bool, divisor: Float = 1) {
    precondition(!kernels.isEmpty && kernels.count == biases.count)
    self.kernels = kernels
    self.biases = biases
    self.rectifies = rectifies
    self.divisor = divisor
  }

  func operation(_ options: FilterOptions) -> any StripOperation {
    LearnedOperation(
      layer: self,
      correlation: Convolution(
        kernels, orientation: options.orientation, border: options.border,
        outputSize: options.outputSize, stride: options.stride, dilation: options.dilation))
  }
}

private struct LearnedOperation: StripOperation {
  let layer: ConvolutionLayerFilter
  let correlation: Convolution

  var wholeImageReason: String? { correlation.wholeImageReason }

  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    try correlation.outputShape(for: input)
  }

  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    correlation.inputRows(for: rows, of: input)
  }

  func apply(to strip: ImageRows, rows: Range<Int>, engine: Engine) -> ImageRows {
    var input = strip
    if layer.divisor != 1 {
      let count = input.samples.count
      var span = input.samples.mutableSpan
      engine.loops.divide(&span, at: 0, count: count, by: layer.divisor)
    }
    let sums = correlation.apply(to: input, rows: rows, engine: engine)
    var planes = sums.planes(engine)
    let plane = sums.pixelCount
    for (unit, bias) in layer.biases.enumerated() {
      var span = planes.mutableSpan
      engine.loops.addBias(
        &span, at: unit * plane, count: plane, bias: bias, rectify: layer.rectifies)
    }
    return ImageRows(planes: planes, shape: sums.shape, rows: rows, engine)
  }
}
