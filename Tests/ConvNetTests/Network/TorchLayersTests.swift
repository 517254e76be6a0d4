import ConvCore
import ConvNet
import Testing
import TestSupport

/// `torch_layers.json`.
private struct TorchLayers: Decodable {
  struct Case: Decodable {
    let name: String
    let layers: String
    let loss: Double
    let logits: [Double]
    let gradients: [[Double]]
    let running: [[Double]]
    let evaluation: [Double]
  }
  let cases: [Case]
}

@Suite("Networks with every layer against PyTorch")
struct TorchLayersTests {
  private static let shape = TensorShape(channels: 3, height: 32, width: 32)

  /// The formula of `torch_layers.py`.
  private func numbers(_ seed: Int, _ count: Int) -> [Float] {
    (0..<count).map { index in
      let hashed = ((seed * 7919 + index + 1) * 2_654_435_761) % 4_294_967_296
      return Float(Double(hashed >> 8) / 16_777_216 - 0.5)
    }
  }

  /// The network with the fixture's parameters.
  private func network(_ layers: String) throws -> Network {
    var network = try LayerText.network(layers, input: Self.shape, classes: 5, seed: 1)
    var seed = 0
    for stage in network.stages.indices {
      let isNorm = network.stages[stage].layer is BatchNorm
      for index in network.stages[stage].layer.parameters.indices {
        let parameter = network.stages[stage].layer.parameters[index]
        guard parameter.isTrained else { continue }
        seed += 1
        let values = numbers(seed, parameter.values.count)
        network.stages[stage].layer.parameters[index].values =
          isNorm ? values.map { $0 / 2 + (index == 0 ? 1 : 0) } : values
      }
    }
    return network
  }

  private func images() -> [[Float]] {
    let values = numbers(100, 16 * Self.shape.count)
    return (0..<16).map { Array(values[$0 * Self.shape.count..<($0 + 1) * Self.shape.count]) }
  }

  /// Differences relative to the largest value.
  private func distance(_ a: [Float], _ b: [Double]) -> Double {
    let largest = max(b.map { abs($0) }.max() ?? 0, 1e-3)
    return largestDifference(a.map(Double.init), b) / largest
  }

  @Test(
    "losses, gradients, running statistics and evaluation are PyTorch's, in every build",
    arguments: ["residual", "others"])
  func lossesAndGradients(_ name: String) throws {
    let fixture = try Fixtures.load("torch_layers.json", as: TorchLayers.self)
    let test = try #require(fixture.cases.first { $0.name == name })
    let network = try network(test.layers)
    for engine in Engine.available {
      var workspace = Workspace(network)
      for (lane, image) in images().enumerated() { workspace.activations[0].setImage(lane, image) }
      let pass = LayerContext(engine: engine, isTraining: true)
      network.forward(&workspace, pass: pass)
      let logits = (0..<16).flatMap { workspace.output.image($0) }
      #expect(distance(logits, test.logits) < 1e-5, "\(engine.name)")
      let outcomes = Loss.crossEntropy.evaluate(
        workspace.output, labels: (0..<16).map { $0 % 5 }, scale: 1 / 16,
        gradient: &workspace.lossGradient)
      let loss = outcomes.reduce(0) { $0 + Double($1.loss) } / 16
      #expect(abs(loss - test.loss) < 1e-5 * test.loss, "\(engine.name)")
      network.backward(&workspace, pass: pass)
      var (gradients, running) = (test.gradients[...], test.running[...])
      // Biases before a normalization have no effect: their gradients are rounding alone.
      let largest = test.gradients.joined().map { abs($0) }.max() ?? 1
      for (stage, values) in zip(network.stages, workspace.parameterGradients) {
        for (parameter, found) in zip(stage.layer.parameters, values) {
          if parameter.isTrained {
            let expected = gradients.removeFirst()
            let scale = max(expected.map { abs($0) }.max() ?? 0, 0.1 * largest)
            let error = largestDifference(found.map(Double.init), expected) / scale
            #expect(error < 1e-5, "\(stage.name).\(parameter.name), \(engine.name)")
          } else {
            let old: Float = parameter.name == "running_mean" ? 0 : 1
            let new = found.map { 0.9 * old + 0.1 * ($0 / 16) }
            #expect(distance(new, running.removeFirst()) < 1e-5, "\(stage.name).\(parameter.name)")
          }
        }
      }
      #expect(gradients.isEmpty && running.isEmpty)
    }
  }

  @Test("in use, the running statistics give PyTorch's outputs, one picture or many")
  func evaluation() throws {
    let fixture = try Fixtures.load("torch_layers.json", as: TorchLayers.self)
    for test in fixture.cases {
      var network = try network(test.layers)
      var running = test.running[...]
      for stage in network.stages.indices where network.stages[stage].layer is BatchNorm {
        for index in 2...3 {
          network.stages[stage].layer.parameters[index].values = running.removeFirst().map {
            Float($0)
          }
        }
      }
      let two = Array(images().prefix(2))
      for algorithm in [ConvolutionAlgorithm.direct, .winograd] {
        var logits: [Float] = []
        let classifier = Classifier(network, threads: 2, algorithm: algorithm)
        classifier.logits(two[0] + two[1], into: &logits)
        #expect(distance(logits, test.evaluation) < 1e-5, "\(test.name)")
        var one: [Float] = []
        classifier.logits(two[1], into: &one)
        #expect(one == Array(logits[5...]), "\(test.name)")
      }
    }
  }
}
