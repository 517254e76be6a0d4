import ConvNet
import FeatureMaps
import ImageCodecs
import Foundation

/// Networks side by side: their tables, their drawings, and the ratio of their parameters.
struct NetworkComparison {
  /// The tables as JSON.
  struct Record: Encodable {
    /// A network's name and table.
    struct Entry: Encodable {
      let name: String
      let layers: [Network.LayerTable.Row]
      let parameters: Int
    }

    let networks: [Entry]
    /// The parameters of the largest network over those of the smallest.
    @JSONNumber var ratio: Double
  }

  private let networks: [(name: String, network: Network)]

  /// - Precondition: There is at least one network.
  init(_ networks: [(name: String, network: Network)]) { self.networks = networks }

  /// The tables one below the other, and the comparison.
  var text: String {
    networks.map { "\($0.name)\n\($0.network.summary)" }.joined(separator: "\n\n") + "\n\n"
      + sentence
  }

  /// The tables as values.
  var record: Record {
    Record(
      networks: networks.map {
        let table = $0.network.layerTable
        return Record.Entry(name: $0.name, layers: table.layers, parameters: table.parameters)
      }, ratio: ratio)
  }

  /// The networks drawn one below the other.
  var drawn: Canvas {
    NetworkChart(
      rows: networks.map { name, network in
        let count = network.parameterCount
        let times = count == most && networks.count > 1 ? ", \(timesText) as many" : ""
        return NetworkChart.Row(
          title: "\(name) · \(NumberText.separated(count)) parameters\(times)",
          network: network)
      }
    ).drawn()
  }

  private var most: Int { networks.map(\.network.parameterCount).max() ?? 0 }
  private var least: Int { networks.map(\.network.parameterCount).min() ?? 0 }
  private var ratio: Double { Double(most) / Double(max(1, least)) }
  private var timesText: String { String(format: "%.1f times", ratio) }

  /// `mlp has 101,770 parameters, 6.4 times as many as cnn with 15,794`.
  private var sentence: String {
    let sorted = networks.sorted { $0.network.parameterCount > $1.network.parameterCount }
    let (large, small) = (sorted[0], sorted[sorted.count - 1])
    return "\(large.name) has \(NumberText.separated(most)) parameters, \(timesText) as many "
      + "as \(small.name) with \(NumberText.separated(least))"
  }
}
