import ConvCore
import ConvNet
import Testing

@Suite("Gradients of every layer")
struct LayerGradientTests {
  static let odd = TensorShape(channels: 3, height: 7, width: 6)

  private func convolution(
    _ kernel: Size2D, stride: Stride2D = .one, padding: Size2D = Size2D(0), dilation: Int = 1,
    outputs: Int = 5, groups: Int = 1, activation: Activation = .linear
  ) -> Conv2D {
    var generator = SplitMix64(seed: 3)
    var layer = Conv2D(
      inputChannels: 3, outputChannels: outputs, kernelSize: kernel, stride: stride,
      padding: padding, dilation: dilation, groups: groups, activation: activation,
      using: &generator)
    layer.parameters[1].values = (0..<outputs).map { Float($0) * 0.1 - 0.2 }
    return layer
  }

  @Test("a convolution agrees with finite differences, whatever its geometry")
  func convolutions() throws {
    let layers = [
      convolution(Size2D(3)), convolution(Size2D(height: 2, width: 3), outputs: 4),
      convolution(Size2D(height: 1, width: 4), outputs: 9),
      convolution(Size2D(3), stride: Stride2D(y: 2, x: 3)),
      convolution(Size2D(3), padding: Size2D(height: 1, width: 2)),
      convolution(Size2D(2), dilation: 3),
      convolution(Size2D(3), stride: Stride2D(y: 3, x: 2), padding: Size2D(1), dilation: 2),
      convolution(Size2D(1), padding: Size2D(2)), convolution(Size2D(1), stride: 2),
      convolution(Size2D(3), stride: 2, padding: Size2D(height: 4, width: 3)),
      convolution(Size2D(3), padding: Size2D(4), outputs: 4),
      convolution(Size2D(3), padding: Size2D(1), outputs: 3, groups: 3),
      convolution(Size2D(3), stride: 2, padding: Size2D(1), dilation: 2, outputs: 6, groups: 3),
      convolution(Size2D(1), outputs: 9, groups: 3),
    ]
    for layer in layers {
      let error = try GradientCheck(layer: layer, inputShape: LayerGradientTests.odd).largestError()
      #expect(error < 2e-3, "\(layer.kernelSize) \(layer.stride) \(layer.padding)")
    }
  }

  @Test("every other layer agrees with finite differences", arguments: CheckedLayer.all)
  func otherLayers(_ test: CheckedLayer) throws {
    #expect(try test.check.largestError() < test.tolerance)
  }

  @Test("behind a rectifier the gradient goes on to what the rectifier was given")
  func rectifiedInputs() throws {
    var generator = SplitMix64(seed: 6)
    let wide = TensorShape(channels: 6, height: 10, width: 7)
    let transformed = [Size2D(0), Size2D(1), Size2D(height: 2, width: 1)].map {
      Conv2D(
        inputChannels: 6, outputChannels: 5, kernelSize: Size2D(3), padding: $0,
        using: &generator)
    }
    let shape = LayerGradientTests.odd
    let layers: [(any Layer, TensorShape)] = [
      (transformed[0], wide), (transformed[1], wide), (transformed[2], wide),
      (convolution(Size2D(3)), shape),
      (convolution(Size2D(2), stride: Stride2D(y: 2, x: 1)), shape),
      (Dense(inputs: 126, outputs: 7, using: &generator), shape),
      (AvgPool2D(), shape), (Flatten(), shape), (Dropout(rate: 0.4), shape), (ReLU(), shape),
    ]
    for (layer, shape) in layers {
      let check = GradientCheck(
        layer: layer, inputShape: shape, isTraining: true, margin: 0.1, isRectified: true)
      #expect(try check.largestError() < 5e-3, "\(layer.kind)")
    }
    let pool = GradientCheck(
      layer: MaxPool2D(), inputShape: shape, isRectified: true, isSpread: true)
    #expect(try pool.largestError() < 2e-2)
  }

  @Test("where nobody asks for the input's gradient the input stays")
  func firstLayers() throws {
    var generator = SplitMix64(seed: 7)
    let shape = TensorShape(channels: 4, height: 7, width: 6)
    let layers: [any Layer] = [
      Conv2D(inputChannels: 4, outputChannels: 5, kernelSize: Size2D(3), using: &generator),
      Conv2D(inputChannels: 4, outputChannels: 2, kernelSize: Size2D(2), using: &generator),
      Dense(inputs: 168, outputs: 7, using: &generator),
      MaxPool2D(), AvgPool2D(), Flatten(), Dropout(rate: 0.4), ReLU(),
    ]
    for layer in layers {
      var (input, scratch) = (Tensor(shape), LayerScratch())
      for i in input.values.indices { input.values[i] = 2 * generator.unit() - 1 }
      var output = Tensor(try layer.outputShape(for: shape))
      let (before, pass) = (input, LayerContext(isTraining: true, needsInputGradient: false))
      layer.forward(input, into: &output, scratch: &scratch, pass: pass)
      var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
      layer.backward(
        &input, outputGradient: &output, parameterGradients: &parameters, scratch: &scratch,
        pass: pass)
      #expect(input == before, "\(layer.kind)")
      #expect(parameters.allSatisfy { $0.contains { $0 != 0 } }, "\(layer.kind)")
    }
  }

  @Test("a wrong gradient is seen")
  func forged() throws {
    for layer in [convolution(Size2D(3)), convolution(Size2D(2), stride: Stride2D(y: 2, x: 2))] {
      let check = GradientCheck(
        layer: layer, inputShape: LayerGradientTests.odd, forgery: 1.05)
      #expect(try check.largestError() > 2e-2)
    }
  }

  @Test("every instruction set gives the same gradients, the fused ones the same bits")
  func engines() throws {
    let wide = TensorShape(channels: 6, height: 10, width: 7)
    var generator = SplitMix64(seed: 3)
    let transformed = Conv2D(
      inputChannels: 6, outputChannels: 5, kernelSize: Size2D(3), padding: Size2D(1),
      activation: .relu, using: &generator)
    let plain = convolution(Size2D(3), activation: .relu)
    for (layer, shape) in [(plain, LayerGradientTests.odd), (transformed, wide)] {
      let results = try Engine.available.map { ($0.name, try passes(layer, shape, $0)) }
      let fused = results.filter { $0.0 != "portable" }
      for result in fused { #expect(result.1 == fused[0].1, "\(result.0)") }
      for result in results {
        let worst = zip(result.1, results[0].1).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 1
        #expect(worst < 1e-4, "\(result.0)")
      }
    }
  }

  @Test("the fewest products have the same way back in use as in training")
  func fewestInUse() throws {
    var generator = SplitMix64(seed: 3)
    let layer = Conv2D(
      inputChannels: 9, outputChannels: 5, kernelSize: Size2D(3), padding: Size2D(1),
      activation: .relu, using: &generator)
    let shape = TensorShape(channels: 9, height: 10, width: 7)
    let training = try passes(layer, shape, .preferred)
    #expect(try passes(layer, shape, .preferred, isTraining: false) == training)
  }

  /// Output and gradients of a pass with the fewest products, one after the other.
  private func passes(
    _ layer: Conv2D, _ shape: TensorShape, _ engine: Engine, isTraining: Bool = true
  ) throws -> [Float] {
    var input = Tensor(shape)
    var generator = SplitMix64(seed: 8)
    for i in input.values.indices { input.values[i] = Float.random(in: -1...1, using: &generator) }
    let pass = LayerContext(engine: engine, isTraining: isTraining, algorithm: .winograd)
    var (output, inputGradient) = (Tensor(try layer.outputShape(for: shape)), input)
    var scratch = LayerScratch()
    var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    layer.forward(input, into: &output, scratch: &scratch, pass: pass)
    var gradient = output
    layer.backward(
      &inputGradient, outputGradient: &gradient, parameterGradients: &parameters,
      scratch: &scratch, pass: pass)
    return output.values + inputGradient.values + parameters.flatMap(\.self)
  }
}
