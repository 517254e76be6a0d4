import ConvCore
import ConvNet
import FeatureMaps
import Testing

@Suite("Networks drawn")
struct NetworkChartTests {
  @Test("the slides' network and the mlp fit a slide, and are not empty")
  func slides() {
    let rows = [
      NetworkChart.Row(title: "cnn", network: .cnn(seed: 0)),
      NetworkChart.Row(title: "mlp", network: .mlp(hidden: 128, seed: 0)),
    ]
    let picture = NetworkChart(rows: rows).drawn()
    #expect(picture.width <= 1600 && picture.height <= 1000)
    #expect(picture.count(RGB(205, 223, 245)) > 20_000)
    #expect(picture.count(RGB(213, 236, 214)) > 1_000)
    #expect(picture.count(RGB(252, 219, 178)) > 500)
  }

  @Test("a long network goes on in another line")
  func long() throws {
    var generator = SplitMix64(seed: 1)
    let layers: [any Layer] = (0..<20).map { _ in
      Conv2D(
        inputChannels: 1, outputChannels: 1, kernelSize: Size2D(3), padding: Size2D(1),
        using: &generator)
    }
    let network = try Network(
      inputShape: TensorShape(channels: 1, height: 40, width: 300),
      stages: Network.named(layers), classNames: [])
    let picture = NetworkChart(rows: [.init(title: "long", network: network)]).drawn()
    #expect(picture.width <= 1600 && picture.height > 700)
  }

  @Test("filters while they learn: pictures of one size on one scale, and nil for other layers")
  func history() throws {
    let networks = (0..<3).map { (epoch: 4 * $0, network: Network.cnn(seed: UInt64($0))) }
    let history = try #require(FilterHistory(networks, layer: "conv2d_1"))
    #expect(history.frames.map(\.epoch) == [0, 4, 8])
    #expect(Set(history.frames.map { [$0.picture.height, $0.picture.width] }).count == 1)
    #expect(Set(history.frames.map(\.picture)).count == 3)
    #expect(FilterHistory(networks, layer: "flatten") == nil)
    #expect(FilterHistory(networks, layer: "conv2d_9") == nil)
  }
}
