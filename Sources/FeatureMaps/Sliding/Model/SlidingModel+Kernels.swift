package import ConvCore
package import ImageFilters

extension SlidingModel {
  /// Makes the model of one filter of a chain.
  ///
  /// - Parameters:
  ///   - stage: The filter, a convolution or a layer.
  ///   - input: What the filter reads, H×W×C.
  ///   - output: What it gives, H'×W'×1.
  ///   - names: What the operation and its input are called.
  /// - Precondition: The filter has kernels, one for a sum.
  package init(
    _ stage: FilterStage, input: Image, output: Image,
    names: (operation: String, input: String)
  ) {
    let (kernels, options) = (stage.kernels, stage.options)
    var isLearned = false
    var bias: Float?
    var map = input
    if let layer = stage.filter as? ConvolutionLayerFilter {
      isLearned = true
      bias = layer.biases[0]
      if layer.divisor != 1 { map.samples = map.samples.map { $0 / layer.divisor } }
    }
    let turns = options.orientation == .convolution
    let laid = turns ? kernels.map(\.rotated180) : kernels
    let rule: SlidingRule =
      switch (stage.filter as? ConvolutionFilter)?.combination {
      case .magnitude: .magnitude
      case .maximum: .maximum
      default: .sum
      }
    let parts = SlidingModel.parts(laid, rule)
    let first = laid[0]
    // A layer's kernels are kept turned, so that convolution turns them back.
    let written = SlidingModel.slices(kernels).map {
      SlidingKernel(
        written: isLearned ? $0.rotated180 : $0, isTurned: turns && !isLearned,
        isLearned: isLearned)
    }
    var geometry = SlidingGeometry(
      input: input.shape.size, output: output.shape.size, window: first.size)
    geometry.stride = options.stride
    geometry.dilation = options.dilation
    if options.outputSize == .same {
      geometry.lead = Size2D(
        height: first.anchor.y * options.dilation, width: first.anchor.x * options.dilation)
    }
    self.init(
      name: names.operation, inputName: names.input, input: map, output: output, parts: parts,
      rule: rule, geometry: geometry,
      border: options.outputSize == .valid ? nil : options.border,
      sizeRule: options.outputSize == .valid ? .valid : .same, bias: bias,
      kernels: written, shownPart: 0)
  }

  /// The kernels' planes: several kernels of depth 1, or the channels of one kernel.
  private static func slices(_ kernels: [Kernel]) -> [Kernel] {
    kernels.flatMap { kernel in (0..<kernel.depth).map { slice(kernel, $0) } }
  }

  private static func parts(_ kernels: [Kernel], _ rule: SlidingRule) -> [SlidingPart] {
    slices(kernels).enumerated().map { index, plane in
      SlidingPart(
        label: rule == .magnitude
          ? ["gx", "gy"][index]
          : kernels.count > 1 ? "kernel \(index)" : "channel \(index)",
        channel: kernels.count > 1 ? 0 : index,
        weights: plane.coefficients.map { Double(Float($0)) })
    }
  }

  /// The coefficients of one channel.
  private static func slice(_ kernel: Kernel, _ channel: Int) -> Kernel {
    let size = kernel.size
    return Kernel(
      size: size,
      coefficients: (0..<size.height * size.width).map {
        kernel[$0 / size.width, $0 % size.width, channel]
      }, anchor: kernel.anchor)
  }
}
