package import ConvCore

/// A filter to be computed as another program computes it, with what was said beside `--like`.
package struct ToolRequest: Sendable {
  /// The program.
  package let convention: ToolConvention
  /// The name in the catalogue; `kernel` for a kernel of numbers.
  package let name: String
  /// The values of its parameters.
  package let values: [Double]
  /// Our own filter of that name.
  package let filter: any ImageFilter
  /// Options that were given; what is `nil` is as the program does it.
  package var explicit = Explicit()

  /// What was said beside `--like`, which wins over the program.
  package struct Explicit: Sendable {
    /// The border, or `valid` as an output size.
    package var border: (border: Border, outputSize: OutputSize)?
    /// Whether the kernel is applied as written.
    package var correlates = false
    /// Stride, dilation, anchor and normalization.
    package var options = FilterOptions()

    /// Creates a request without options.
    package init() {}
  }

  /// Creates a request.
  package init(
    _ convention: ToolConvention, name: String, values: [Double], filter: any ImageFilter
  ) {
    (self.convention, self.name) = (convention, name)
    (self.values, self.filter) = (values, filter)
  }

  /// Whether the kernel is one of numbers, which is meant as written.
  private var isOwnKernel: Bool { name == "kernel" }

  /// Whether the filter is one of the program, with a name there.
  private var answer: ToolAnswer? { isOwnKernel ? nil : convention.named[name] }

  /// Prepares the passes.
  ///
  /// - Throws: ``FilterError`` with the reason where the program does not compute this filter.
  package func stages() throws(FilterError) -> [FilterStage] {
    try requireKernel()
    let make = try passes()
    let count = make(.float32).count
    if count > 1 || make(.float32)[0].isSeparable { try requirePlain() }
    var stages: [FilterStage] = []
    for index in 0..<count {
      let pass = make(.float32)[index]
      let border = explicit.border?.border ?? pass.border
      let filter = ToolFilter(
        convention, place: ToolFilter.Place(isFirst: index == 0, isLast: index == count - 1),
        differences: index == 0 ? differences(of: pass) : [],
        copiesEdges: convention.edge == .copied && explicit.border == nil,
        makePass: { make($0)[index] }, prepare: prepared)
      let name = count > 1 ? "\(self.name), pass \(index + 1) of \(count)" : self.name
      stages.append(try FilterStage(name: name, filter: filter, options: options(border)))
    }
    return stages
  }

  private func passes() throws(FilterError) -> @Sendable (SampleType) -> [ToolPass] {
    let (values, kernels) = (values, filter.kernels)
    switch answer {
    case .passes(_, let make): return { make(values, $0) }
    case .refused(let reason):
      throw FilterError("--like \(convention.name) has no --\(name): \(reason)")
    case nil:
      if kernels.count > 1 { throw noMagnitude }
      return { _ in [ToolPass(kernels[0])] }
    }
  }

  private func requireKernel() throws(FilterError) {
    guard !filter.kernels.isEmpty else {
      throw FilterError(
        "--like \(convention.name) is about kernels, and \(name) is none: filter --\(name) without "
          + "--like")
    }
    guard filter.kernels[0].depth == 1 || convention.order == nil else {
      throw FilterError(
        "--like \(convention.name): \(convention.title) takes kernels of two dimensions, not "
          + "\(filter.kernels[0].size)×\(filter.kernels[0].depth); torch and keras take it")
    }
    let size = filter.kernels[0].size
    guard size.height * size.width <= 10_000 || answer != nil || convention.order == nil else {
      throw FilterError(
        "--like \(convention.name): a kernel of \(size): sums in the order of "
          + "\(convention.title) take 10,000 cells at most; without --like there is a faster method"
      )
    }
    if !convention.sides.isEmpty, answer == nil, filter.kernels.count == 1,
      size.height != size.width || !convention.sides.contains(size.height)
    {
      let sides = convention.sides.map { "\(Size2D($0))" }.joined(separator: " and ")
      let side = max(size.height, size.width)
      let hint =
        convention.sides.last.map { side <= $0 } == true
        ? "zeros around it make it so" : "no others"
      throw FilterError(
        "--like \(convention.name): \(convention.title) takes kernels of \(sides), not \(size): "
          + hint)
    }
    if explicit.correlates, !isOwnKernel {
      throw FilterError(
        "--correlate is for --kernel: --like \(convention.name) applies --\(name) with the sign that "
          + "it has there")
    }
  }

  private var noMagnitude: FilterError {
    let hasDirections = ["sobel", "scharr", "prewitt", "roberts"].contains(name)
    return FilterError(
      "--like \(convention.name) has no --\(name): \(convention.title) has no function for it"
        + (hasDirections
          ? ", but --\(name)-x and --\(name)-y are there" : ", without --like it is ours"))
  }

  private func requirePlain() throws(FilterError) {
    var plain = FilterOptions()
    plain.border = explicit.options.border
    guard explicit.options == plain, explicit.border?.outputSize != .valid else {
      throw FilterError(
        "--like \(convention.name) --\(name) is computed in two passes: of --border, --stride, --dilate, "
          + "--anchor and --normalize it takes --border, and not valid")
    }
  }

  /// The kernel as it is applied: divided, turned.
  private func prepared(_ kernel: Kernel) -> Kernel {
    var kernel = kernel
    if isOwnKernel {
      if convention.dividesBySum { kernel = kernel.dividedInFloats }
      if !explicit.correlates, convention.flip == .upsideDown { kernel = kernel.upsideDown }
    } else if convention.flip != .convolution {
      // A named kernel keeps its sign: a program that correlates has it the other way round.
      kernel = kernel.rotated180
    }
    return kernel
  }

  private func options(_ border: Border?) -> FilterOptions {
    var options = explicit.options
    options.orientation =
      explicit.correlates || convention.flip != .convolution ? .correlation : .convolution
    if convention.dividesBySum { options.normalizes = false }
    switch (explicit.border, convention.edge) {
    case (let given?, _): (options.border, options.outputSize) = given
    case (nil, .border(let own)): options.border = border ?? own
    case (nil, .valid): (options.border, options.outputSize) = (.zero, .valid)
    case (nil, .copied): options.border = .replicate
    }
    return options
  }
}

extension Kernel {
  /// The kernel divided by its sum in float32, unless the sum is 0.
  fileprivate var dividedInFloats: Kernel {
    let divisor = Float(sum)
    guard divisor != 0, depth == 1 else { return self }
    return Kernel(size: size, coefficients: coefficients.map { Double(Float($0) / divisor) })
  }

  /// The kernel with its rows in reverse order.
  fileprivate var upsideDown: Kernel {
    guard depth == 1 else { return self }
    let rows = (0..<size.height).reversed().map { y in (0..<size.width).map { self[y, $0] } }
    return Kernel(rows: rows)
  }
}
