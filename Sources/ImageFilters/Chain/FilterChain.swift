public import ConvCore

/// A sequence of filters that work in floats, without rounding in between.
///
/// Alpha is not a color, but the last channel after premultiplied color. Smoothing filters filter
/// alpha like color, so that transparent pixels do not bleed. Edge filters respond to
/// premultiplied color and leave alpha unchanged. Filters that span the depth process color only.
public struct FilterChain: Sendable {
  /// The filters, in the order of application.
  public let stages: [FilterStage]

  /// Creates a chain.
  ///
  /// - Precondition: `stages` is not empty.
  public init(_ stages: [FilterStage]) {
    precondition(!stages.isEmpty, "a chain of no filters")
    self.stages = stages
  }

  /// Whether the output of the chain is a picture as bright as the input.
  public var isSmoothing: Bool { stages.allSatisfy { $0.definition.isSmoothing } }

  /// Whether every response depends on one pixel only, so that color cannot bleed.
  ///
  /// The color of fully transparent pixels is then kept as well.
  var isPointwise: Bool {
    stages.allSatisfy { stage in
      guard case .kernel(let kernel) = stage.definition else { return false }
      return kernel.size == Size2D(1) && kernel.depth == 1 && stage.definition.isSmoothing
    }
  }

  /// The default view of the responses; those of a network layer have no unit in common with
  /// pixels.
  var natural: ResponseView {
    if case .learned = stages[stages.count - 1].definition { return .stretch }
    return isSmoothing ? .clip : .abs
  }

  /// Whether the first filter needs all channels.
  var spansDepth: Bool { stages[0].definition.spansDepth }

  /// The reason why the chain needs the whole image; `nil` when the image can be streamed.
  public var wholeImageReason: String? {
    stages.lazy.compactMap(\.operation.wholeImageReason).first
  }

  /// Returns the layouts of the input, between the filters, and of the output, including alpha.
  ///
  /// - Throws: `ShapeError` when a filter does not accept its input shape.
  public func layouts(for input: PixelLayout) throws(ShapeError) -> [PixelLayout] {
    var layouts = [input]
    for stage in stages { layouts.append(try stage.layout(for: layouts[layouts.count - 1])) }
    return layouts
  }

  /// The rows needed for some output rows: of the input, then of each filter's output.
  func rowRanges(for rows: Range<Int>, layouts: [PixelLayout]) -> [Range<Int>] {
    var ranges = [rows]
    for (stage, layout) in zip(stages, layouts).reversed() {
      ranges.append(stage.operation.inputRows(for: ranges[ranges.count - 1], of: layout.shape))
    }
    return ranges.reversed()
  }

  /// Computes output rows from rows of premultiplied input.
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
  /// Whether alpha is filtered like color.
  private var treatsAlphaAsColor: Bool { definition.isSmoothing && !definition.spansDepth }

  /// Whether the output has no alpha; feature maps and Canny edges are opaque.
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
