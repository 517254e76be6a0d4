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
  private let renderer: MapRenderer

  /// Collects the weights of a layer; `nil` without a network, or when one has no such weights.
  ///
  /// - Parameters:
  ///   - networks: The networks of some epochs of one run, in order.
  ///   - layer: The name of a layer with weights.
  package init?(_ networks: [(epoch: Int, network: Network)], layer: String) {
    var stacks: [(epoch: Int, weights: WeightStack)] = []
    for (epoch, network) in networks {
      guard let index = network.stages.firstIndex(where: { $0.name == layer }),
        let weights = FilterDump.weights(network, index)
      else { return nil }
      stacks.append((epoch, weights))
    }
    guard !stacks.isEmpty else { return nil }
    self.stacks = stacks
    let largest = stacks.flatMap { $0.weights.values.lazy.map { abs($0) } }.max() ?? 0
    let reach = max(largest, .leastNormalMagnitude)
    renderer = MapRenderer(scale: .fixed(ValueRange(lower: -reach, upper: reach)))
  }

  /// The number of epochs.
  package var count: Int { stacks.count }

  /// The pictures of all epochs.
  package var frames: [Frame] { (0..<count).map(frame) }

  /// Draws an epoch; all pictures have one size.
  package func frame(_ index: Int) -> Frame {
    // The first and the last title are the longest ones.
    let ends = [sheet(0), sheet(count - 1)]
    var picture = Canvas(
      height: ends.map(\.height).max() ?? 1, width: ends.map(\.width).max() ?? 1)
    picture.blit(sheet(index), top: 0, left: 0)
    return Frame(epoch: stacks[index].epoch, picture: picture)
  }

  private func sheet(_ index: Int) -> Canvas {
    let (epoch, weights) = stacks[index]
    let start = epoch == 0 ? " (random start)" : ""
    return renderer.sheet(
      of: WeightStack(
        name: "epoch \(epoch) of \(stacks[count - 1].epoch)\(start) · \(weights.name)",
        outputs: weights.outputs, inputs: weights.inputs, height: weights.height,
        width: weights.width, values: weights.values))
  }
}
