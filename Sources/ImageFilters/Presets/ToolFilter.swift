package import ConvCore

/// A pass of a filter as another program computes it.
///
/// Alpha is a channel like any other, as programs see it that know arrays of samples: color is not
/// multiplied by it.
package struct ToolFilter: ImageFilter {
  /// The program.
  package let convention: ToolConvention
  /// The kernels as they are applied with the orientation of the options, with their anchors.
  package let kernels: [Kernel]
  /// What differs from our own defaults, a line each, but for the levels.
  private let linesBeforeLevels: [String]
  /// Whether outputs whose window leaves the picture are its samples.
  let copiesEdges: Bool

  private let pass: ToolPass
  private let makePass: @Sendable (SampleType) -> ToolPass
  private let prepare: @Sendable (Kernel) -> Kernel
  private let place: Place
  /// What the run reads and writes; `nil` before that is known.
  private var use: SampleUse?

  /// The place of a pass among the passes of a filter.
  package struct Place: Hashable, Sendable {
    let isFirst: Bool
    let isLast: Bool
  }

  /// Creates a pass.
  ///
  /// - Parameters:
  ///   - convention: The program that is followed.
  ///   - place: Whether the pass is the first or the last one of its filter.
  ///   - differences: What differs from our own defaults, a line each.
  ///   - copiesEdges: Whether outputs whose window leaves the picture are its samples.
  ///   - makePass: The pass for a type of samples.
  ///   - prepare: Turns a kernel into the one that is applied.
  ///   - use: What the run reads and writes; `nil` before that is known.
  init(
    _ convention: ToolConvention, place: Place, differences: [String], copiesEdges: Bool,
    makePass: @escaping @Sendable (SampleType) -> ToolPass,
    prepare: @escaping @Sendable (Kernel) -> Kernel, use: SampleUse? = nil
  ) {
    self.convention = convention
    self.place = place
    linesBeforeLevels = differences
    self.copiesEdges = copiesEdges
    self.makePass = makePass
    self.prepare = prepare
    self.use = use
    pass = makePass(use.map { $0.givesLevels ? $0.input : .float32 } ?? .float32)
    let anchor = pass.anchor ?? convention.anchor
    kernels = pass.kernels.map(prepare).map { kernel in
      var kernel = kernel
      kernel.anchor = anchor.cell(of: kernel.size)
      return kernel
    }
  }

  /// Returns the filter for what a run reads and writes.
  func adapted(to use: SampleUse) -> ToolFilter {
    ToolFilter(
      convention, place: place, differences: linesBeforeLevels, copiesEdges: copiesEdges,
      makePass: makePass, prepare: prepare, use: use)
  }

  /// Whether responses come as levels, scaled and biased.
  var givesLevels: Bool { use?.givesLevels == true && convention.levels != nil }

  /// What differs from our own defaults, a line each.
  package var differences: [String] {
    guard let use, use.output != .float32 || !use.isPlain else { return linesBeforeLevels }
    let isOwn = convention.levels != nil && !use.givesLevels
    let levels =
      isOwn
      ? "ours, as they are of another type than the input's or in a view"
      : "\(convention.levelsText); ours show the magnitude where a kernel sums to 0 or less"
    return linesBeforeLevels + ["levels: \(levels)"]
  }

  package var isSmoothing: Bool { true }
  package var isPointwise: Bool { true }
  package var filtersAlpha: Bool { !spansDepth }
  package var spansDepth: Bool { kernels.count == 1 && kernels[0].depth > 1 }
  package var defaultView: ResponseView? { .clip }
  package var method: String { "direct: " + (convention.sumsText ?? "our own sums") }

  package func growth(_ kernels: [Kernel]) -> Double {
    2 * (kernels.map(\.absoluteSum).max() ?? 1)
  }

  package func operation(_ kernels: [Kernel], _ options: FilterOptions) -> any RowOperation {
    let combination = kernels.count > 1 ? Convolution.Combination.magnitude : .stack
    guard let order = pass.order ?? convention.order else {
      return options.convolution(kernels, combination, options.method)
    }
    var rules = OrderedConvolution.Rules(order: order)
    rules.unit = place.isFirst ? use.map(convention.unit) ?? 1 : 1
    if givesLevels, use?.scale == 1, let start = convention.start, pass.order == nil {
      rules.start = start(Double(use?.bias ?? 0))
    }
    rules.steps = steps
    rules.copiesEdges = copiesEdges
    return OrderedConvolution(
      kernels, like: options.convolution(kernels, combination, .automatic), rules: rules)
  }

  /// The steps from a sum to an output.
  private var steps: [LevelStep] {
    guard let use, givesLevels, let levels = convention.levels else { return pass.gain }
    var steps = pass.gain
    guard place.isLast else { return steps + (convention.roundsPasses ? levels(use) : []) }
    if use.scale != 1 { steps.append(.multiply(Double(use.scale))) }
    // The bias is in sample units, and so are not all sums.
    let bias = Double(use.bias) * convention.unit(use)
    if let start = convention.start {
      if use.scale != 1 || pass.order != nil { steps.append(.add(start(bias))) }
    } else if bias != 0 {
      steps.append(.add(bias))
    }
    return steps + levels(use)
  }
}
