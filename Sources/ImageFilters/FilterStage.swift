public import ConvCore

/// How the linear filters of a command are applied.
public struct FilterOptions: Hashable, Sendable {
  /// How positions outside the image are read.
  public var border: Border = .replicate
  /// Whether the output shrinks to where the window fits.
  public var outputSize: OutputSize = .same
  /// Whether kernels are flipped.
  public var orientation: Correlation.Orientation = .convolution
  /// Input pixels from one output pixel to the next.
  public var stride: Stride2D = .one
  /// Pixels from one kernel cell to the next.
  public var dilation = 1
  /// The kernel cell on the output pixel; the middle without it.
  public var anchor: Kernel.Anchor?
  /// Whether kernels are divided by their sum.
  public var normalizes = false
  /// How the sums are formed.
  public var method: Method = .automatic

  /// What the user may choose.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    case automatic = "auto"
    case direct
    case separable
  }

  /// The defaults: true convolution, `replicate`, one output for each input pixel.
  public init() {}
}

/// One filter of a chain, ready to run.
public struct FilterStage: Sendable {
  /// What `--explain` calls it.
  public let name: String
  /// What it computes.
  public let definition: FilterDefinition
  /// The kernels as applied: anchored and normalised.
  public let kernels: [Kernel]
  /// How positions outside the image are read.
  public let border: Border
  let operation: any StripOperation
  /// Carries alpha through where colour is an edge response: the pixel under the anchor.
  let alphaOperation: any StripOperation
  private let engineDescription: EngineDescription

  /// How the sums are formed.
  private enum EngineDescription {
    case fixed(String)
    case linear(usesFactors: Bool, FilterOptions.Method)
  }

  /// How the sums are formed and why, in words.
  ///
  /// Worked out when it is asked for: the rank of a large kernel takes a while.
  public var methodDescription: String {
    switch engineDescription {
    case .fixed(let text): text
    case .linear(let usesFactors, let method):
      FilterStage.describe(kernels, usesFactors, method)
    }
  }

  /// Prepares a filter.
  ///
  /// - Parameter edge: The value that marks an edge of Canny's.
  /// - Throws: ``FilterError`` when the options do not suit the filter.
  public init(
    name: String, definition: FilterDefinition, options: FilterOptions, edge: Float = 255
  ) throws(FilterError) {
    self.name = name
    self.definition = definition
    border = options.border
    var kernels = definition.kernels
    if let anchor = options.anchor { kernels = try FilterStage.anchored(kernels, anchor, name) }
    if options.normalizes { kernels = try FilterStage.normalized(kernels, name) }
    self.kernels = kernels
    guard let first = kernels.first else {
      try FilterStage.requireDefaults(options, name)
      let special = FilterStage.special(definition, options.border, edge)
      (operation, engineDescription) = (special.0, .fixed(special.1))
      alphaOperation = Correlation([.identity])
      return
    }
    if case .learned(let layer) = definition {
      operation = layer.operation(options)
      alphaOperation = Correlation([.identity])
      engineDescription = .fixed(
        "direct: \(kernels.count) kernels through the depth, a layer's bias added")
      return
    }
    let usesFactors = try FilterStage.usesFactors(kernels, options.method, name)
    let combination: Correlation.Combination =
      switch definition {
      case .magnitude: .magnitude
      case .compass: .maximum
      default: .stack
      }
    func correlation(_ kernels: [Kernel], _ usesFactors: Bool) -> Correlation {
      Correlation(
        kernels, combination: kernels.count > 1 ? combination : .stack,
        orientation: options.orientation, border: options.border, outputSize: options.outputSize,
        stride: options.stride, dilation: options.dilation, usesFactors: usesFactors)
    }
    operation = correlation(kernels, usesFactors)
    alphaOperation = correlation([FilterStage.impulse(like: first)], false)
    engineDescription = .linear(usesFactors: usesFactors, options.method)
  }

  /// Whether anything is read outside the image, or could be.
  public var usesBorder: Bool {
    switch definition {
    case .pooling, .globalPooling: false
    default: true
    }
  }

  /// A kernel of the same geometry that passes the pixel under the anchor on.
  private static func impulse(like kernel: Kernel) -> Kernel {
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

  /// Filters without kernels have no anchor, stride or direction.
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

  private static func usesFactors(
    _ kernels: [Kernel], _ method: FilterOptions.Method, _ name: String
  ) throws(FilterError) -> Bool {
    guard method != .direct else { return false }
    let isSeparable = kernels.count == 1 && kernels[0].factors != nil
    if method == .separable && !isSeparable {
      throw FilterError(
        kernels.count == 1
          ? "--method separable needs a kernel of rank 1, \(name) has rank \(kernels[0].rank)"
          : "--method separable takes one kernel, \(name) has \(kernels.count)")
    }
    return isSeparable && (method == .separable || FilterStage.twoPassesPay(kernels[0].size))
  }

  /// Two passes store and load a row more: worth it from two products saved.
  private static func twoPassesPay(_ size: Size2D) -> Bool {
    size.height * size.width > size.height + size.width + 2
  }

  private static func describe(
    _ kernels: [Kernel], _ usesFactors: Bool, _ method: FilterOptions.Method
  ) -> String {
    let size = kernels[0].size
    let products = size.height * size.width * kernels[0].depth
    let chosen = method == .automatic ? "" : ", as asked"
    if usesFactors {
      return "separable: \(size.height) + \(size.width) products a pixel instead of \(products)"
        + chosen
    }
    if method == .direct { return "direct: \(products) products a pixel, as asked" }
    if kernels.count > 1 { return "direct: \(kernels.count) kernels of \(products) products each" }
    let why =
      kernels[0].depth > 1
      ? "it spans the depth"
      : kernels[0].factors == nil ? "its rank is \(kernels[0].rank)" : "two passes would not pay"
    return "direct: \(products) products a pixel, \(why)"
  }
}
