import ConvCore
import ConvNet
import Testing

/// A layer of the tests' own that knows nothing of activations: y = x².
private struct Square: Layer {
  let kind = "Square"

  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    for i in input.values.indices { output.values[i] = input.values[i] * input.values[i] }
  }

  func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    for i in input.values.indices {
      input.values[i] = 2 * input.values[i] * outputGradient.values[i]
    }
  }
}

@Suite("Gradients through whole networks")
struct NetworkGradientTests {
  private static let shape = TensorShape(channels: 2, height: 6, width: 5)

  private func loss(_ network: Network, _ images: Int) -> (Double, [[Float]]) {
    var workspace = Workspace(network)
    var generator = SplitMix64(seed: 4)
    for i in workspace.activations[0].values.indices {
      workspace.activations[0].values[i] = 2 * generator.unit() - 1
    }
    var pass = LayerContext(isTraining: true, seed: 3)
    pass.images = images
    network.forward(&workspace, pass: pass)
    let outcomes = Loss.squared.evaluate(
      workspace.output, labels: (0..<images).map { $0 % 3 }, scale: 1,
      gradient: &workspace.lossGradient)
    network.backward(&workspace, pass: pass)
    return (
      outcomes.reduce(0) { $0 + Double($1.loss) }, workspace.parameterGradients.flatMap(\.self)
    )
  }

  /// The loss around a place: its slope, and how much the slopes before and behind it differ.
  private struct Slope {
    let middle: Double
    let bend: Double

    init(_ step: Float, at center: Double, _ loss: (Float) -> Double) {
      let (before, behind) = (loss(-step), loss(step))
      middle = (behind - before) / Double(2 * step)
      bend = (before + behind - 2 * center) / Double(step)
    }

    /// Whether this slope, of half the step of another, shows no kink: the bend halves as well.
    func isSmooth(beside other: Slope, within tolerance: Double) -> Bool {
      abs(middle - other.middle) < tolerance && abs(bend - other.bend / 2) < tolerance
    }
  }

  /// Compares gradients with the slopes of the loss.
  ///
  /// A step may cross a kink of a rectifier, where no slope is the gradient; nine of ten places must
  /// be free of kinks.
  private func check(_ network: Network, images: Int = 16) {
    let (center, gradients) = loss(network, images)
    var generator = SplitMix64(seed: 9)
    let scale = max(gradients.joined().map { Double(abs($0)) }.max() ?? 1, 1)
    var (tried, smooth) = (0, 0)
    for (index, named) in network.namedParameters.enumerated() where named.parameter.isTrained {
      for place in named.parameter.values.indices.shuffled(using: &generator).prefix(6) {
        func moved(_ step: Float) -> Double {
          var values = network.namedParameters.map(\.parameter.values)
          values[index][place] += step
          var other = network
          other.setParameters(values)
          return loss(other, images).0
        }
        let (wide, narrow) = (Slope(4e-3, at: center, moved), Slope(2e-3, at: center, moved))
        tried += 1
        guard narrow.isSmooth(beside: wide, within: 2e-3 * scale) else { continue }
        smooth += 1
        let error = abs(narrow.middle - Double(gradients[index][place])) / scale
        #expect(
          error < 3e-3, "\(named.name)[\(place)]: \(gradients[index][place]), \(narrow.middle)")
      }
    }
    #expect(smooth * 10 >= tried * 9, "\(smooth) of \(tried) without a kink")
  }

  @Test(
    "blocks agree with finite differences, whatever stands before and behind them",
    arguments: [
      "conv 4 3x3 padding same; residual { conv 4 3x3 padding same; batchnorm }; global-average; dense",
      "residual { leaky; conv 2 3x3 padding same } ; residual { conv 3 1x1; batchnorm }; dense",
      "conv 3 3x3 padding same; leaky 0.3; residual { residual { conv 3 3x3 padding same; batchnorm };"
        + " residual { leaky 0.2; conv 3 1x1 } }; dense",
      "conv 4 2x2; residual { batchnorm; conv 6 3x3 stride 2 padding same; leaky; conv 6 1x1 };"
        + " average-pool 2; flatten; dense 5; leaky; dense",
    ])
  func blocks(_ text: String) throws {
    check(try LayerText.network(text, input: Self.shape, classes: 3, seed: 2))
  }

  @Test("a group that is not full has the gradients of its own images")
  func partialGroup() throws {
    let text = "conv 4 3x3 padding same; residual { conv 4 3x3 padding same; batchnorm }; dense"
    check(try LayerText.network(text, input: Self.shape, classes: 3, seed: 2), images: 5)
  }

  @Test("a layer that does not know of rectifiers gets its gradient behind one")
  func foreignLayer() throws {
    let network = try Network(input: [2, 6, 5], classes: ["a", "b", "c"], seed: 2) {
      Conv2D(filters: 4, kernelSize: 3, activation: .relu)
      Square()
      Dense()
    }
    check(network)
  }
}
