package import ConvCore
package import ImageFilters

extension SlidingModel {
  /// Makes the model of one filter of a chain.
  ///
  /// - Parameters:
  ///   - stage: The filter, a convolution or a layer.
  ///   - options: The options that the filter was made with.
  ///   - input: What the filter reads, H×W×C.
  ///   - output: What it gives, H'×W'×1.
  ///   - names: What the operation and its input are called.
  ///   - part: The part to draw; `nil` for the one with the largest coefficients.
  /// - Precondition: The filter has kernels, one for a sum.
  package init(
    _ stage: FilterStage, options: FilterOptions, input: Image, output: Image,
    names: (operation: String, input: String), part: Int? = nil
  ) {
    let kernels = stage.kernels
    var isLearned = false
    var bias: Float?
    var map = input
    if case .learned(let layer) = stage.definition {
      isLearned = true
      bias = layer.biases[0]
      if layer.divisor != 1 { map.samples = map.samples.map { $0 / layer.divisor } }
    }
    let turns = options.orientation == .convolution
    let laid = turns ? kernels.map(\.rotated180) : kernels
    let parts = SlidingModel.parts(laid)
    let shown = part ?? SlidingModel.strongest(parts)
    let (first, depth) = (laid[0], laid[0].depth)
    let drawn = SlidingModel.slice(kernels[depth > 1 ? 0 : shown], depth > 1 ? shown : 0)
    var geometry = SlidingGeometry(
      input: input.shape.size, output: output.shape.size, window: first.size)
    geometry.stride = options.stride
    geometry.dilation = options.dilation
    if options.outputSize == .same {
      geometry.lead = Size2D(
        height: first.anchor.y * options.dilation, width: first.anchor.x * options.dilation)
    }
    let rule: SlidingRule =
      switch stage.definition {
      case .magnitude: .magnitude
      case .compass: .maximum
      default: .sum
      }
    self.init(
      name: names.operation, inputName: names.input, input: map, output: output, parts: parts,
      rule: rule, geometry: geometry,
      border: options.outputSize == .valid ? nil : options.border,
      sizeRule: options.outputSize == .valid ? .valid : .same, bias: bias,
      // A layer's kernels are kept turned, so that convolution turns them back.
      kernel: SlidingKernel(
        written: isLearned ? drawn.rotated180 : drawn, isTurned: turns && !isLearned,
        isLearned: isLearned),
      shownPart: shown)
  }

  /// The kernels' planes: several kernels of depth 1, or the channels of one kernel.
  private static func parts(_ kernels: [Kernel]) -> [SlidingPart] {
    kernels.enumerated().flatMap { index, kernel in
      (0..<kernel.depth).map { channel in
        let plane = slice(kernel, channel)
        return SlidingPart(
          label: kernels.count > 1 ? "kernel \(index + 1)" : "channel \(channel)",
          channel: channel, weights: plane.coefficients.map { Double(Float($0)) })
      }
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

  /// The first of the parts with the largest sum of magnitudes.
  private static func strongest(_ parts: [SlidingPart]) -> Int {
    let strengths = parts.map { $0.weights.reduce(0) { $0 + abs($1) } }
    return strengths.indices.max { strengths[$0] < strengths[$1] } ?? 0
  }
}
