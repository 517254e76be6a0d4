import ConvNet

/// The filters of a layer while a network learns: a picture for each epoch, all on one scale.
package struct FilterHistory: Sendable {
  /// A picture with its epoch.
  package struct Frame: Sendable {
    /// The number of epochs before it; 0 is the random start.
    package let epoch: Int
    /// The sheet of all filters, with a title.
    package let picture: Canvas
  }

  private let stacks: [(epoch: Int, weights: WeightStack)]

  /// Collects the weights of a layer.
  ///
  /// - Parameters:
  ///   - networks: The networks of some epochs of one run, in order.
  ///   - layer: The name of a layer with weights.
  /// - Returns: `nil` when a network has no weights of that name.
  package init?(_ networks: [(epoch: Int, network: Network)], layer: String) {
    var stacks: [(epoch: Int, weights: WeightStack)] = []
    for (epoch, network) in networks {
      guard let index = network.stages.firstIndex(where: { $0.name == layer }),
        let weights = FilterDump.weights(network, index)
      else { return nil }
      stacks.append((epoch, weights))
    }
    self.stacks = stacks
  }

  /// The pictures of all epochs, all of one size; the scale is the largest weight of all of them.
  package var frames: [Frame] {
    let largest = stacks.flatMap { $0.weights.values.lazy.map { abs($0) } }.max() ?? 0
    let range = ValueRange(
      lower: -max(largest, .leastNormalMagnitude), upper: max(largest, .leastNormalMagnitude))
    let last = stacks.last?.epoch ?? 0
    let sheets = stacks.map { epoch, weights in
      let start = epoch == 0 ? " (random start)" : ""
      let titled = WeightStack(
        name: "epoch \(epoch) of \(last)\(start) · \(weights.name)", outputs: weights.outputs,
        inputs: weights.inputs, height: weights.height, width: weights.width,
        values: weights.values)
      return (epoch, MapRenderer(scale: .fixed(range)).sheet(of: titled))
    }
    let height = sheets.map(\.1.height).max() ?? 0
    let width = sheets.map(\.1.width).max() ?? 0
    return sheets.map { epoch, sheet in
      var picture = Canvas(height: height, width: width)
      picture.blit(sheet, top: 0, left: 0)
      return Frame(epoch: epoch, picture: picture)
    }
  }
}
