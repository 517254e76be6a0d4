import ConvNet
import FeatureMaps
import ONNX

/// The names of a graph's tensors in files.
///
/// In networks of this program they are those of the layers, numbered as the layers are. In models of
/// other programs they are those of the nodes.
struct GraphMapLabels {
  private let runner: GraphRunner
  private var layers: [String: GraphMapDump.Label]?

  /// Creates the names.
  ///
  /// - Parameters:
  ///   - runner: Runs the graph.
  ///   - network: The network that the graph was made of; `nil` for a model of another program.
  ///   - showsSums: Whether the values before an activation have a name as well.
  init(_ runner: GraphRunner, _ network: Network?, showsSums: Bool) {
    self.runner = runner
    guard let network else { return }
    var layers: [String: GraphMapDump.Label] = [:]
    for (index, stage) in network.stages.enumerated() {
      let name = stage.name
      if stage.layer.activation == .relu {
        layers["\(name).relu"] = GraphMapDump.Label(number: index + 1, name: name)
        if showsSums {
          layers[name] = GraphMapDump.Label(number: index + 1, name: "\(name)-sums")
        }
      } else {
        layers[name] = GraphMapDump.Label(number: index + 1, name: name)
      }
    }
    self.layers = layers
  }

  /// The name of a node's tensor; `nil` for one that is not shown.
  func label(_ node: Int) -> GraphMapDump.Label? {
    let name = runner.shortNames[node]
    guard let layers else {
      return GraphMapDump.Label(number: runner.number(of: node), name: name)
    }
    return layers[name]
  }
}
