public import ConvCore

/// One filter of a chain, prepared to run.
public struct FilterStage: Sendable {
  /// The name in messages and in the output of `--explain`.
  public let name: String
  /// The filter.
  public let filter: any ImageFilter
  /// How the filter is applied.
  public let options: FilterOptions
  /// The kernels as applied: with their anchors, and normalized if requested.
  public let kernels: [Kernel]
  let operation: any RowOperation

  /// Prepares a filter.
  ///
  /// - Parameters:
  ///   - name: What messages call the filter.
  ///   - filter: What it computes.
  ///   - options: How it is applied.
  /// - Throws: ``FilterError`` when the options do not suit the filter.
  public init(
    name: String, filter: any ImageFilter, options: FilterOptions = FilterOptions()
  ) throws(FilterError) {
    self.name = name
    self.filter = filter
    self.options = options
    var kernels = filter.kernels
    if let anchor = options.anchor { kernels = try FilterStage.anchored(kernels, anchor, name) }
    if options.normalizes { kernels = try FilterStage.normalized(kernels, name) }
    self.kernels = kernels
    try FilterStage.requireFloats(kernels, name)
    try FilterStage.requireReach(kernels, options.dilation, name)
    if kernels.isEmpty { try FilterStage.requireDefaults(options, filter, name) }
    operation = filter.operation(kernels, options)
    if let convolution { try FilterStage.require(options.method, of: convolution, kernels, name) }
  }

  /// The convolution of the filter; `nil` when the operation is another one.
  public var convolution: Convolution? { operation as? Convolution }

  /// The border in the words of the options; `nil` for filters that read no position outside.
  public var borderDescription: String? {
    guard filter.usesBorder else { return nil }
    return options.outputSize == .valid ? "valid" : options.border.description
  }

  /// The largest factor by which a response can exceed the largest magnitude of its input.
  var growth: Double { filter.growth(kernels) }

  /// The operation for alpha when color gets an edge response: it copies the pixel under the
  /// anchor.
  private var alphaOperation: any RowOperation {
    guard let kernel = kernels.first else { return Convolution([.identity]) }
    return options.convolution([impulse(like: kernel)], .stack, .direct)
  }

  /// A kernel of the same geometry that copies the pixel under the anchor.
  ///
  /// If the output has the size of the input, a 1×1 kernel suffices.
  private func impulse(like kernel: Kernel) -> Kernel {
    if options.outputSize == .same { return .identity }
    var cells = [Double](repeating: 0, count: kernel.size.height * kernel.size.width)
    cells[kernel.anchor.y * kernel.size.width + kernel.anchor.x] = 1
    return Kernel(size: kernel.size, coefficients: cells, anchor: kernel.anchor)
  }

  /// Returns the operation on images of a layout, alpha included.
  func operation(on layout: PixelLayout) -> any RowOperation {
    guard layout.hasAlpha && !filter.filtersAlpha else { return operation }
    return AlphaOperation(color: operation, alpha: filter.dropsAlpha ? nil : alphaOperation)
  }

  /// Returns the layout of the output.
  ///
  /// - Throws: `ShapeError` when the filter does not accept the shape.
  func layout(for input: PixelLayout) throws(ShapeError) -> PixelLayout {
    PixelLayout(
      shape: try operation(on: input).outputShape(for: input.shape),
      hasAlpha: input.hasAlpha && (filter.filtersAlpha || !filter.dropsAlpha))
  }

  private static func anchored(
    _ kernels: [Kernel], _ anchor: Kernel.Anchor, _ name: String
  ) throws(FilterError) -> [Kernel] {
    var result = kernels
    for index in result.indices {
      let size = result[index].size
      guard (0..<size.height).contains(anchor.y) && (0..<size.width).contains(anchor.x) else {
        throw FilterError.anchorOutside(filter: name, anchor: anchor, size: size)
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
        throw FilterError.zeroSum(filter: name)
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
        throw FilterError.tooDilated(
          filter: name, dilation: dilation, pixels: reach, most: max(1, 4096 / (side - 1)))
      }
    }
  }

  /// Requires default options, because filters without kernels have no anchor, stride or
  /// orientation.
  private static func requireDefaults(
    _ options: FilterOptions, _ filter: any ImageFilter, _ name: String
  ) throws(FilterError) {
    var plain = FilterOptions()
    plain.border = options.border
    plain.orientation = options.orientation
    // A window of one pixel fits everywhere.
    if !filter.usesBorder { plain.outputSize = options.outputSize }
    guard options == plain else { throw FilterError.notConvolution(filter: name) }
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
    throw FilterError.unsuitedMethod(method, why)
  }
}
