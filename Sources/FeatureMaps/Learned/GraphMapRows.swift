import ImageFilters

/// The rows of an overview while tensors come: when there are too many, every second one goes.
struct GraphMapRows {
  private static let most = 24
  private static let mapsInRow = 16

  private var rows: [OverviewRow] = []
  private var step = 1
  private var offered = 0

  private var hasSigns = false

  /// Takes the maps of a tensor, if its turn has come.
  ///
  /// - Parameters:
  ///   - stack: The maps of the tensor, or the first of them.
  ///   - renderer: Draws the maps; its zoom is not used.
  ///   - total: The number of maps that the tensor has.
  mutating func append(_ stack: MapStack, _ renderer: MapRenderer, total: Int) {
    hasSigns = hasSigns || renderer.effectiveColorMap.isDiverging
    var renderer = renderer
    renderer.zoom = nil
    defer { offered += 1 }
    guard offered % step == 0 else { return }
    let shown = stack.first(GraphMapRows.mapsInRow)
    rows.append(OverviewRow(shown, renderer: renderer, total: total))
    guard rows.count > GraphMapRows.most else { return }
    rows = rows.indices.filter { $0 % 2 == 0 }.map { rows[$0] }
    step *= 2
  }

  /// The overview of all rows.
  func overview(
    title: String, input: Canvas, answer: (names: [String], probabilities: [Float])?,
    renderer: MapRenderer
  ) -> ActivationOverview {
    let left = offered - rows.count
    return ActivationOverview(
      title: title,
      notes: [
        "what the layers answer"
          + (left > 0 ? " · \(rows.count) of \(offered) tensors, evenly spaced" : "")
      ] + (hasSigns ? ["blue: negative · white: 0 · red: positive"] : []),
      rows: [OverviewRow(picture: input, name: "input")] + rows,
      bars: answer.map {
        ProbabilityBars(title: "answer", names: $0.names, probabilities: $0.probabilities)
      }, renderer: renderer)
  }
}
