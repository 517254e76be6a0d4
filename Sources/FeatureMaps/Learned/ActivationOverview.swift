import ConvCore
import ConvNet
import ImageFilters

/// All layers of a network for one picture on one sheet: the input, a row of maps for each layer,
/// and the prediction with bars.
package struct ActivationOverview: Sendable {
  private let title: String
  private let notes: [String]
  private let rows: [OverviewRow]
  private let bars: ProbabilityBars?
  private let renderer: MapRenderer

  /// The largest number of layers with a row.
  private static let mostLayers = 40

  /// Creates an overview of rows that are drawn already.
  init(
    title: String, notes: [String], rows: [OverviewRow], bars: ProbabilityBars?,
    renderer: MapRenderer
  ) {
    var own = renderer
    own.zoom = nil
    (self.title, self.notes, self.rows, self.bars, self.renderer) = (title, notes, rows, bars, own)
  }

  /// Creates an overview.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - workspace: A workspace after `network.forward`; its first image is drawn.
  ///   - name: The name of the picture, for the title.
  ///   - renderer: The scale and the colors of the maps.
  package init(
    _ network: Network, _ workspace: Workspace, name: String, renderer: MapRenderer
  ) {
    var own = renderer
    own.zoom = nil
    self.renderer = own
    let input = network.inputShape
    var rows = [
      OverviewRow(
        MapStack(
          name: "input", count: input.channels, height: input.height, width: input.width,
          values: workspace.activations[0].image(0)),
        renderer: MapRenderer(colorMap: .gray))
    ]
    let inner = network.stages.dropLast().prefix(ActivationOverview.mostLayers)
    for (index, stage) in inner.enumerated() {
      let stack = ActivationDump.stack(
        stage.name, network.shapes[index + 1], workspace.activations[index + 1].image(0))
      rows.append(OverviewRow(stack, renderer: own))
    }
    self.rows = rows
    let probabilities = Loss.softmax(workspace.output.image(0))
    bars = ProbabilityBars(
      title: network.stages.last?.name ?? "", names: network.classNames,
      probabilities: probabilities)
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    let percent = NumberText.fixed(Double(probabilities[best]) * 100, decimals: 1)
    title = "\(name.isEmpty ? "" : "\(name): ")read as \(network.classNames[best]), \(percent) %"
    let left = network.stages.count - 1 - inner.count
    notes = [
      "what every layer answers"
        + (left > 0 ? " · \(left) more layers are not shown" : "")
    ]
  }

  /// Draws the overview, at most 1,600 pixels wide.
  package func drawn() -> Canvas {
    let ranges = rows.dropFirst().flatMap(\.ranges)
    let header = renderer.header(
      title: BitmapFont.large.shortened(title, to: SheetFit.widest - 400),
      notes: notes
        + [
          renderer.scale == .map ? "each map on its own scale" : "the maps of a layer on one scale"
        ],
      ranges: ranges, isShared: isFixed)
    let height = rows.reduce(0) { $0 + $1.height + OverviewRow.gap } + (bars?.height ?? 0)
    let width = max(rows.map(\.width).max() ?? 0, OverviewRow.labels + (bars?.width ?? 0))
    return MapSheet.assembled(
      header: header, bodyHeight: height, bodyWidth: width, overhang: 0
    ) { picture, top, left in
      var top = top
      for row in rows {
        row.draw(on: &picture, top: top, left: left)
        top += row.height + OverviewRow.gap
      }
      bars?.draw(on: &picture, top: top, left: left, labels: OverviewRow.labels)
    }
  }

  private var isFixed: Bool {
    if case .fixed = renderer.scale { return true }
    return false
  }
}
