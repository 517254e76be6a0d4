public import ConvCore
import RowLoops

/// A convolutional layer of a network as a filter of pictures of any size.
///
///     y[o] = b[o] + (h[o] convolved with x / divisor), or its rectified value
///
/// Kernels are in convolution orientation, turned by 180° from the layer's weights, so that the
/// response is the layer's feature map, to the bit where the border is `valid`.
public struct ConvolutionLayerFilter: Hashable, Sendable {
  /// One kernel for each unit, spanning the depth of the input.
  public let kernels: [Kernel]
  /// One bias for each unit.
  public let biases: [Float]
  /// Whether negative sums become 0.
  public let rectifies: Bool
  /// What samples are divided by; 1 behind the first layer.
  public let divisor: Float

  /// Creates a layer.
  ///
  /// - Precondition: There are as many biases as kernels, at least one.
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
