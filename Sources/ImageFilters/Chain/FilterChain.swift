public import ConvCore

/// Filters one after the other, in floats, with nothing rounded in between.
///
/// Alpha is not a colour. It runs along as the last channel of premultiplied colour: smoothing
/// filters treat it like colour, so that transparent pixels do not bleed; edge filters answer for
/// colour over nothing and leave alpha as it was; filters that span the depth have colour only.
public struct FilterChain: Sendable {
  /// The filters, first to last.
  public let stages: [FilterStage]

  /// Creates a chain.
  ///
  /// - Precondition: There is a filter.
  public init(_ stages: [FilterStage]) {
    precondition(!stages.isEmpty, "a chain of no filters")
    self.stages = stages
  }

  /// Whether the result of the chain is a picture as bright as its input.
  public var isSmoothing: Bool { stages.allSatisfy { $0.definition.isSmoothing } }

  /// Whether every response depends on one pixel only, so that colour cannot bleed: it then stays
  /// what it is where alpha is 0 as well.
  var isPointwise: Bool {
    stages.allSatisfy { stage in
      guard case .kernel(let kernel) = stage.definition else { return false }
      return kernel.size == Size2D(1) && kernel.depth == 1 && stage.definition.isSmoothing
    }
  }

  /// The view that suits its responses; those of a network have no unit that pixels share.
  var natural: ResponseView {
    if case .learned = stages[stages.count - 1].definition { return .stretch }
    return isSmoothing ? .clip : .abs
  }

  /// Whether its first filter has to see all channels.
  var spansDepth: Bool { stages[0].definition.spansDepth }

  /// Why the chain needs the whole image, or `nil` when it can be streamed.
  public var wholeImageReason: String? {
    stages.lazy.compactMap(\.operation.wholeImageReason).first
  }

  /// The shapes from the input to the output, alpha included.
  ///
  /// - Throws: `ShapeError` when a filter does not suit its input.
  public func layouts(for input: PixelLayout) throws(ShapeError) -> [PixelLayout] {
    var layouts = [input]
    for stage in stages { layouts.append(try stage.layout(for: layouts[layouts.count - 1])) }
    return layouts
  }

  /// The input rows of some output rows, and those between the filters.
  func rowRanges(for rows: Range<Int>, layouts: [PixelLayout]) -> [Range<Int>] {
    var ranges = [rows]
    for (stage, layout) in zip(stages, layouts).reversed() {
      ranges.append(stage.operation.inputRows(for: ranges[ranges.count - 1], of: layout.shape))
    }
    return ranges.reversed()
  }

  /// Computes output rows from a strip of premultiplied input.
  func apply(
    to strip: ImageRows, rows: Range<Int>, layouts: [PixelLayout], engine: Engine
  ) -> ImageRows {
    let ranges = rowRanges(for: rows, layouts: layouts)
    var result = strip
    for (index, stage) in stages.enumerated() {
      result = stage.apply(
        to: result, rows: ranges[index + 1], hasAlpha: layouts[index].hasAlpha, engine: engine)
    }
    return result
  }
}

extension FilterStage {
  /// Whether alpha is filtered as colour is.
  private var treatsAlphaAsColor: Bool { definition.isSmoothing && !definition.spansDepth }

  /// Whether the output has no alpha: maps and edges are opaque.
  private var dropsAlpha: Bool {
    if case .canny = definition { return true }
    return definition.spansDepth
  }

  func layout(for input: PixelLayout) throws(ShapeError) -> PixelLayout {
    if !input.hasAlpha || treatsAlphaAsColor {
      return PixelLayout(
        shape: try operation.outputShape(for: input.shape), hasAlpha: input.hasAlpha)
    }
    var shape = try operation.outputShape(for: input.color)
    if !dropsAlpha { shape.channels += 1 }
    return PixelLayout(shape: shape, hasAlpha: !dropsAlpha)
  }

  func apply(to strip: ImageRows, rows: Range<Int>, hasAlpha: Bool, engine: Engine) -> ImageRows {
    if !hasAlpha || treatsAlphaAsColor {
      return operation.apply(to: strip, rows: rows, engine: engine)
    }
    let parts = strip.separatingAlpha(engine)
    let color = operation.apply(to: parts.color, rows: rows, engine: engine)
    if dropsAlpha { return color }
    return color.joined(
      alpha: alphaOperation.apply(to: parts.alpha, rows: rows, engine: engine), engine)
  }
}
