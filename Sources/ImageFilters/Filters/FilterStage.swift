public import ConvCore

/// One filter of a chain, prepared to run.
public struct FilterStage: Sendable {
  /// The name in the output of `--explain`.
  public let name: String
  /// The computation of the filter.
  public let definition: FilterDefinition
  /// The kernels as applied: with their anchors, and normalized if requested.
  public let kernels: [Kernel]
  /// The treatment of positions outside the image.
  public let border: Border
  /// Whether the output has the size of the input, or shrinks to positions where the window fits.
  public let outputSize: OutputSize
  let operation: any StripOperation
  /// The operation for alpha when color gets an edge response: it copies the pixel under the
  /// anchor.
  let alphaOperation: any StripOperation
  private let fixedMethod: String?

  /// Prepares a filter.
  ///
  /// - Parameters:
  ///   - name: What messages call the filter.
  ///   - definition: What it computes.
  ///   - options: How it is applied.
  ///   - edge: The output value of an edge pixel of Canny's filter.
  /// - Throws: ``FilterError`` when the options do not suit the filter.
  public init(
    name: String, definition: FilterDefinition, options: FilterOptions, edge: Float = 255
  ) throws(FilterError) {
    self.name = name
    self.definition = definition
    border = options.border
    outputSize = options.outputSize
    var kernels = definition.kernels
    if let anchor = options.anchor { kernels = try FilterStage.anchored(kernels, anchor, name) }
    if options.normalizes { kernels = try FilterStage.normalized(kernels, name) }
    self.kernels = kernels
    try FilterStage.requireFloats(kernels, name)
    try FilterStage.requireReach(kernels, options.dilation, name)
    guard let first = kernels.first else {
      try FilterStage.requireDefaults(options, name)
      (operation, fixedMethod) = FilterStage.special(definition, options.border, edge)
      alphaOperation = Convolution([.identity])
      return
    }
    if case .learned(let layer) = definition {
      operation = layer.operation(options)
      alphaOperation = Convolution([.identity])
      fixedMethod = "direct: \(kernels.count) kernels through the depth, a layer's bias added"
      return
    }
    let combination: Convolution.Combination =
      switch definition {
      case .magnitude: .magnitude
      case .compass: .maximum
      default: .stack
      }
    func correlation(_ kernels: [Kernel], _ method: Convolution.Method) -> Convolution {
      Convolution(
        kernels, combination: kernels.count > 1 ? combination : .stack,
        orientation: options.orientation, border: options.border, outputSize: options.outputSize,
        stride: options.stride, dilation: options.dilation, method: method)
    }
    let chosen = correlation(kernels, options.method)
    try FilterStage.require(options.method, of: chosen, kernels, name)
    operation = chosen
    alphaOperation = correlation([FilterStage.impulse(like: first, options.outputSize)], .direct)
    fixedMethod = nil
  }

  /// The border in the words of the options; `nil` for pooling, whose windows stay inside.
  public var borderDescription: String? {
    switch definition {
    case .pooling, .globalPooling: nil
    default: outputSize == .valid ? "valid" : border.description
    }
  }

  /// The largest factor by which a response can exceed the largest magnitude of its input.
  var growth: Double {
    if case .learned = definition { return .infinity }
    return 2 * (kernels.map(\.absoluteSum).max() ?? 1)
  }

  /// A kernel of the same geometry that copies the pixel under the anchor.
  ///
  /// If the output has the size of the input, a 1×1 kernel suffices.
  private static func impulse(like kernel: Kernel, _ outputSize: OutputSize) -> Kernel {
    if outputSize == .same { return .identity }
    var cells = [Double](repeating: 0, count: kernel.size.height * kernel.size.width)
    cells[kernel.anchor.y * kernel.size.width + kernel.anchor.x] = 1
    return Kernel(size: kernel.size, coefficients: cells, anchor: kernel.anchor)
  }

  private static func anchored(
    _ kernels: [Kernel], _ anchor: Kernel.Anchor, _ name: String
  ) throws(FilterError) -> [Kernel] {
    var result = kernels
    for index in result.indices {
      let size = result[index].size
      guard (0..<size.height).contains(anchor.y) && (0..<size.width).contains(anchor.x) else {
        throw FilterError(
          "--anchor \(anchor.y),\(anchor.x) lies outside the \(size) kernel of \(name)")
      }
      result[index].anchor = anchor
    }
    return result
  }

  private static func normalized(
    _ kernels: [Kernel], _ name: String
  ) throws(FilterError) -> [Kernel] {
    var result: [Kernel] = []
    for kernel in kernels {
      guard let normalized = kernel.normalized else {
        throw FilterError("--normalize divides by the sum, and \(name) sums to 0")
      }
      result.append(normalized)
    }
    return result
  }

  private static func requireFloats(
    _ kernels: [Kernel], _ name: String
  ) throws(FilterError) {
    for kernel in kernels {
      if let value = kernel.unrepresentable {
        throw FilterError("\(name): a coefficient of \(value) is more than a float32 holds")
      }
    }
  }

  /// Limits dilated windows to 4097 pixels, about twice the largest Gaussian (2001 for sigma 250).
  private static func requireReach(
    _ kernels: [Kernel], _ dilation: Int, _ name: String
  ) throws(FilterError) {
    for kernel in kernels where dilation > 1 {
      let side = max(kernel.size.height, kernel.size.width)
      let reach = (side - 1) * dilation + 1
      guard reach <= 4097 else {
        throw FilterError(
          "--dilate \(dilation) makes \(name) \(reach) pixels large: at most 4097, which is "
            + "--dilate \(max(1, 4096 / (side - 1))) here")
      }
    }
  }

  /// Requires default options, because filters without kernels have no anchor, stride or
  /// orientation.
  private static func requireDefaults(
    _ options: FilterOptions, _ name: String
  ) throws(FilterError) {
    var plain = FilterOptions()
    plain.border = options.border
    plain.orientation = options.orientation
    guard options == plain else {
      throw FilterError(
        "\(name) is not a convolution: it takes no --stride, --dilate, --anchor, --normalize, "
          + "--method or --border valid")
    }
  }

  private static func special(
    _ definition: FilterDefinition, _ border: Border, _ edge: Float
  ) -> (any StripOperation, String) {
    switch definition {
    case .median(let side): (MedianFilter(side: side, border: border), "sorting")
    case .bilateral(let spatial, let range):
      (
        BilateralFilter(spatialSigma: spatial, rangeSigma: range, border: border),
        "direct, weights from the picture"
      )
    case .canny(let low, let high, let sigma):
      (
        CannyEdges(low: low, high: high, sigma: sigma, edge: edge, border: border),
        "Sobel gradient, thinning, hysteresis"
      )
    case .pooling(let pooling): (pooling, "one pass over the windows")
    case .globalPooling(let kind): (GlobalPooling(kind: kind), "one window")
    case .kernel, .magnitude, .compass, .bank, .learned:
      preconditionFailure("a filter of kernels")
    }
  }

  private static func require(
    _ method: Convolution.Method, of correlation: Convolution, _ kernels: [Kernel], _ name: String
  ) throws(FilterError) {
    guard !correlation.methods.contains(method) else { return }
    let why =
      kernels.count > 1
      ? "takes one kernel, \(name) has \(kernels.count)"
      : method == .separable
        ? "needs a kernel of low rank, \(name) has rank \(kernels[0].rankText)"
        : "takes a kernel on each channel, with stride 1 and dilation 1"
    throw FilterError("--method \(method.rawValue) \(why)")
  }
}

extension FilterStage {
  /// Describes the method of summation for a sample type: reason, cost and rejected alternatives.
  ///
  /// The description is computed on each call.
  public func methodDescription(for type: SampleType) -> String {
    if let fixedMethod { return fixedMethod }
    guard let correlation = operation as? Convolution else { return "direct" }
    let plan = correlation.plan(for: type)
    let chosen = plan.candidates.first { $0.algorithm == plan.algorithm }
    let others = plan.candidates.filter { $0.algorithm != plan.algorithm }
    var text = describe(plan.algorithm)
    if let chosen { text += ", estimated at \(rounded(chosen.cost))" }
    if correlation.method != .automatic { text += ", as asked" }
    guard !others.isEmpty else { return text }
    return text + " (rejected: "
      + others.map { "\(shortName($0.algorithm)) \(rounded($0.cost))" }.joined(separator: ", ")
      + ")"
  }

  private func rounded(_ cost: Double) -> String { String(Int(cost.rounded())) }

  private func shortName(_ algorithm: ConvolutionPlan.Algorithm) -> String {
    switch algorithm {
    case .integer: "integer"
    case .taps, .tile: "direct in floats"
    case .box: "sliding sums"
    case .factors: "separable"
    case .fourier: "fft"
    }
  }

  private func describe(_ algorithm: ConvolutionPlan.Algorithm) -> String {
    let size = kernels[0].size
    let products = size.height * size.width * kernels[0].depth
    let each = kernels.count > 1 ? "\(kernels.count) kernels of \(products)" : "\(products)"
    switch algorithm {
    case .integer: return "direct: \(each) products a pixel, in exact 16-bit integers"
    case .taps, .tile: return "direct: \(each) products a pixel"
    case .box: return "sliding sums of integers, whatever the size"
    case .fourier(let tile): return "fft: tiles of \(tile.size) pixels in the frequency domain"
    case .factors(let factors):
      let sum = "\(size.height) + \(size.width)"
      let passes = factors.count == 1 ? sum : "\(factors.count) × (\(sum))"
      return "separable: \(passes) products a pixel, not \(products)"
    }
  }
}
