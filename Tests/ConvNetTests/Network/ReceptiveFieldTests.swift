import ConvCore
import ConvNet
import Testing

@Suite("Receptive fields")
struct ReceptiveFieldTests {
  /// A network whose values are sums of their windows, so that a pixel shows where it counts.
  private func network(_ layers: [any Layer], side: Int) throws -> Network {
    try Network(
      inputShape: TensorShape(channels: 1, height: side, width: side),
      stages: Network.named(layers), classNames: [])
  }

  private func ones(
    _ size: Size2D, stride: Stride2D = .one, padding: Size2D = Size2D(0), dilation: Int = 1
  ) -> Conv2D {
    Conv2D(
      weight: [Float](repeating: 1, count: size.height * size.width), bias: [0], inputChannels: 1,
      kernelSize: size, stride: stride, padding: padding, dilation: dilation)
  }

  @Test("the slides' network sees 3, 5, 7 and 8 pixels, then everything")
  func slides() {
    let fields = Network.cnn(seed: 0).receptiveFields
    #expect(fields.map(\.size.height) == [3, 5, 7, 8, 28, 28])
    #expect(fields.map(\.stride.x) == [1, 1, 1, 2, 1, 1])
    #expect(fields.allSatisfy { $0.offsetY == 0 && $0.offsetX == 0 })
  }

  @Test("a value changes with the pixels of its field, at every corner, and with no other")
  func pixels() throws {
    let side = 15
    let network = try network(
      [
        ones(Size2D(height: 3, width: 2), padding: Size2D(height: 1, width: 1)),
        ones(Size2D(3), stride: Stride2D(y: 2, x: 1), dilation: 2),
        AvgPool2D(size: Size2D(height: 1, width: 2)),
      ], side: side)
    for (stage, field) in network.receptiveFields.enumerated() {
      let shape = network.shapes[stage + 1]
      for (y, x) in [(0, 0), (shape.height - 1, shape.width - 1), (1, 2)] {
        let corner = field.corner(y: y, x: x)
        var seen: [(Int, Int)] = []
        for row in 0..<side {
          for column in 0..<side {
            var workspace = Workspace(network)
            workspace.activations[0][0, row, column, 0] = 1
            network.forward(&workspace)
            if workspace.activations[stage + 1][0, y, x, 0] != 0 { seen.append((row, column)) }
          }
        }
        let rows = seen.map(\.0)
        let columns = seen.map(\.1)
        #expect(rows.min() == max(0, corner.y) && columns.min() == max(0, corner.x))
        #expect(rows.max() == min(side, corner.y + field.size.height) - 1, "\(stage) \(y),\(x)")
        #expect(columns.max() == min(side, corner.x + field.size.width) - 1, "\(stage) \(y),\(x)")
      }
    }
  }
}
