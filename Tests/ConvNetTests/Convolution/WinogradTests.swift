import ConvCore
import ConvNet
import Testing

/// A convolution in training, where the products are Winograd's, beside the same sums as the
/// definition writes them, in double precision.
@Suite("Training passes of 3×3 convolutions")
struct WinogradTests {
  struct Geometry: Sendable, CustomStringConvertible {
    var channels: (Int, Int)
    var height: Int
    var width: Int
    var padding: Size2D
    var description: String { "\(channels) \(height)×\(width) +\(padding)" }
  }

  /// Sides that leave every remainder of 4, one pixel of output, more outputs than a tile, odd
  /// channel counts, and padding on one axis or both.
  static let geometries: [Geometry] = [
    Geometry(channels: (4, 4), height: 3, width: 3, padding: Size2D(0)),
    Geometry(channels: (5, 7), height: 6, width: 11, padding: Size2D(0)),
    Geometry(channels: (9, 4), height: 8, width: 5, padding: Size2D(height: 1, width: 2)),
    Geometry(channels: (4, 6), height: 13, width: 9, padding: Size2D(height: 0, width: 1)),
    Geometry(channels: (8, 16), height: 7, width: 14, padding: Size2D(2)),
    Geometry(channels: (32, 16), height: 26, width: 26, padding: Size2D(0)),
  ]

  private struct Passes {
    var output: [Float]
    var input: [Float]
    var weights: [Float]
    var biases: [Float]
  }

  private func random(_ shape: TensorShape, _ generator: inout SplitMix64) -> Tensor {
    var tensor = Tensor(shape)
    for i in tensor.values.indices { tensor.values[i] = 2 * generator.unit() - 1 }
    return tensor
  }

  private func layer(_ geometry: Geometry) -> Conv2D {
    var generator = SplitMix64(seed: 4)
    var layer = Conv2D(
      inputChannels: geometry.channels.0, outputChannels: geometry.channels.1,
      kernelSize: Size2D(3), padding: geometry.padding, using: &generator)
    layer.parameters[1].values = (0..<geometry.channels.1).map { Float($0) * 0.1 - 0.2 }
    return layer
  }

  private func run(
    _ layer: Conv2D, _ input: Tensor, _ gradient: Tensor, isTraining: Bool
  ) -> Passes {
    let pass = LayerContext(isTraining: isTraining)
    var (output, outputGradient, inputGradient) = (Tensor(gradient.shape), gradient, input)
    var scratch = LayerScratch()
    var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    // Twice, so that what a pass leaves behind is there for the next.
    for _ in 0..<2 {
      layer.forward(input, into: &output, scratch: &scratch, pass: pass)
      (inputGradient, outputGradient) = (input, gradient)
      layer.backward(
        &inputGradient, outputGradient: &outputGradient, parameterGradients: &parameters,
        scratch: &scratch, pass: pass)
    }
    return Passes(
      output: output.values, input: inputGradient.values, weights: parameters[0],
      biases: parameters[1])
  }

  /// The definition, in double precision, of three images.
  private func defined(_ layer: Conv2D, _ input: Tensor, _ gradient: Tensor) -> [[Double]] {
    let (x, y, p) = (input.shape, gradient.shape, layer.padding)
    var output = [Double](repeating: 0, count: y.count * Tensor.lanes)
    var inputGradient = [Double](repeating: 0, count: x.count * Tensor.lanes)
    var weights = [Double](repeating: 0, count: layer.parameters[0].values.count)
    for o in 0..<y.channels {
      for m in 0..<y.height {
        for n in 0..<y.width {
          for lane in 0..<Tensor.lanes {
            let place = ((o * y.height + m) * y.width + n) * Tensor.lanes + lane
            output[place] = Double(layer.parameters[1].values[o])
            for tap in 0..<x.channels * 9 {
              let (i, r, c) = (tap / 9, tap % 9 / 3 + m - p.height, tap % 3 + n - p.width)
              guard r >= 0, c >= 0, r < x.height, c < x.width else { continue }
              let from = ((i * x.height + r) * x.width + c) * Tensor.lanes + lane
              let weight = o * x.channels * 9 + tap
              output[place] +=
                Double(layer.parameters[0].values[weight]) * Double(input.values[from])
              inputGradient[from] +=
                Double(layer.parameters[0].values[weight]) * Double(gradient.values[place])
              weights[weight] += Double(input.values[from]) * Double(gradient.values[place])
            }
          }
        }
      }
    }
    return [output, inputGradient, weights]
  }

  private func error(_ values: [Float], _ exact: [Double]) -> Double {
    let scale = exact.reduce(0) { max($0, abs($1)) }
    return zip(values, exact).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } / max(scale, 1e-9)
  }

  @Test(
    "outputs and gradients are the definition's, to 2·10⁻⁵ of the largest value",
    arguments: geometries)
  func definition(_ geometry: Geometry) throws {
    let layer = layer(geometry)
    #expect(WinogradConvolution.suits(layer.geometry))
    var generator = SplitMix64(seed: 11)
    let shape = TensorShape(
      channels: geometry.channels.0, height: geometry.height, width: geometry.width)
    let input = random(shape, &generator)
    let gradient = random(try layer.outputShape(for: shape), &generator)
    let exact = defined(layer, input, gradient)
    let direct = run(layer, input, gradient, isTraining: false)
    let products = run(layer, input, gradient, isTraining: true)
    for (name, passes) in [("direct", direct), ("products", products)] {
      #expect(error(passes.output, exact[0]) < 2e-5, "\(name)")
      #expect(error(passes.input, exact[1]) < 2e-5, "\(name)")
      #expect(error(passes.weights, exact[2]) < 2e-5, "\(name)")
    }
    #expect(direct.biases == products.biases)
    // Otherwise the second way was the first, and nothing was compared.
    #expect(direct.weights != products.weights)
  }

  @Test("layers of other geometry, or of few channels, convolve directly")
  func others() {
    func suits(_ size: Size2D, _ stride: Int, _ dilation: Int, _ channels: Int) -> Bool {
      var generator = SplitMix64(seed: 4)
      let layer = Conv2D(
        inputChannels: channels, outputChannels: 8, kernelSize: size,
        stride: Stride2D(y: stride, x: 1), dilation: dilation, using: &generator)
      return WinogradConvolution.suits(layer.geometry)
    }
    #expect(suits(Size2D(3), 1, 1, 4))
    #expect(!suits(Size2D(height: 3, width: 2), 1, 1, 4) && !suits(Size2D(3), 2, 1, 4))
    #expect(!suits(Size2D(3), 1, 2, 4) && !suits(Size2D(3), 1, 1, 1))
  }
}
