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
  public var isSmoothing: Bool { stages.allSatisfy(\.filter.isSmoothing) }

  /// Whether every response depends on one pixel only, so that color cannot bleed.
  ///
  /// The color of fully transparent pixels is then kept as well.
  var isPointwise: Bool { stages.allSatisfy(\.filter.isPointwise) }

  /// The view of the responses unless another is asked for.
  var defaultView: ResponseView {
    stages[stages.count - 1].filter.defaultView ?? (isSmoothing ? .clip : .abs)
  }

  /// Whether the first filter needs all channels.
  var spansDepth: Bool { stages[0].filter.spansDepth }

  /// Returns the chain for what a run reads and writes.
  ///
  /// - Throws: ``FilterError`` when a filter does not take this picture.
  func adapted(to use: SampleUse, hasAlpha: Bool) throws(FilterError) -> FilterChain {
    var adapted: [FilterStage] = []
    for stage in stages {
      guard let tool = stage.filter as? ToolFilter else {
        adapted.append(stage)
        continue
      }
      if hasAlpha, let reason = tool.convention.refusalOfAlpha {
        throw FilterError("--like \(tool.convention.name): \(reason)")
      }
      adapted.append(
        try FilterStage(name: stage.name, filter: tool.adapted(to: use), options: stage.options))
    }
    return FilterChain(adapted)
  }

  /// Whether the last filter scales, shifts and rounds its responses itself.
  var givesLevels: Bool { (stages[stages.count - 1].filter as? ToolFilter)?.givesLevels == true }

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

  /// Makes one operation of the whole chain, for images of a layout.
  ///
  /// - Parameters:
  ///   - layouts: The layouts of the input and after each filter.
  ///   - maximum: The largest magnitude of a sample of the input; `nil` when it is not known.
  /// - Returns: The operation of the only filter, or one that runs all of them row by row.
  func operation(on layouts: [PixelLayout], maximum: Double?) -> any RowOperation {
    let operations = zip(stages, layouts).map { $0.operation(on: $1) }
    guard operations.count > 1 else { return operations[0] }
    let largest = maximum.map { stages.reduce($0) { $0 * max(1, $1.growth) } }
    return ComposedOperation(operations, isFinite: largest.map { $0 < 1e37 } ?? false)
  }
}
