import ConvCore
import ConvNet
import Testing
import TestSupport

/// `torch_network.json`.
private struct TorchNetwork: Decodable {
  struct Case: Decodable {
    let loss: String
    let value: Double
    let logits: [Double]
    let gradients: [String: [Double]]
  }
  let images: [[Float]]
  let labels: [Int]
  let parameters: [String: [Float]]
  let cases: [Case]
}

@Suite("A tiny network against PyTorch")
struct TorchFixtureTests {
  private func network(_ values: [String: [Float]]) throws -> Network {
    var generator = SplitMix64(seed: 1)
    let layers: [any Layer] = [
      Conv2D(
        inputChannels: 2, outputChannels: 3, kernelSize: Size2D(height: 3, width: 2),
        padding: Size2D(1), activation: .relu, using: &generator),
      Conv2D(
        inputChannels: 3, outputChannels: 5, kernelSize: Size2D(height: 2, width: 3),
        activation: .relu, using: &generator), MaxPool2D(), Flatten(),
      Dense(inputs: 30, outputs: 4, using: &generator),
    ]
    var network = try Network(
      inputShape: TensorShape(channels: 2, height: 6, width: 7), stages: Network.named(layers),
      classNames: ["a", "b", "c", "d"])
    network.setParameters(try network.namedParameters.map { try #require(values[$0.name]) })
    return network
  }

  @Test("losses and gradients are PyTorch's, with every build of the loops")
  func lossesAndGradients() throws {
    let fixture = try Fixtures.load("torch_network.json", as: TorchNetwork.self)
    let network = try network(fixture.parameters)
    #expect(fixture.cases.count == 2)
    for test in fixture.cases {
      for engine in Engine.available {
        let loss = try #require(Loss(rawValue: test.loss))
        var workspace = Workspace(network)
        for (lane, image) in fixture.images.enumerated() {
          workspace.activations[0].setImage(lane, image)
        }
        let pass = LayerContext(engine: engine, isTraining: true)
        network.forward(&workspace, pass: pass)
        let logits = fixture.images.indices.flatMap { workspace.output.image($0).map(Double.init) }
        #expect(largestDifference(logits, test.logits) < 1e-5)
        let outcomes = loss.evaluate(
          workspace.output, labels: fixture.labels, scale: 1 / 5,
          gradient: &workspace.lossGradient)
        let mean = outcomes.reduce(0) { $0 + Double($1.loss) } / 5
        #expect(abs(mean - test.value) < 1e-5)
        network.backward(&workspace, pass: pass)
        let gradients = workspace.parameterGradients.flatMap(\.self)
        for (index, named) in network.namedParameters.enumerated() {
          let expected = try #require(test.gradients[named.name])
          let difference = largestDifference(gradients[index].map(Double.init), expected)
          #expect(difference < 1e-5, "\(test.loss), \(named.name), \(engine.name)")
        }
      }
    }
  }
}
