import ConvCore
import ConvNet
import ONNX
import Testing

@Suite("How convolutions of a graph are summed")
struct ConvolutionPlanTests {
  private func values(_ count: Int) -> [Float] {
    var generator = SplitMix64(seed: 8)
    return (0..<count).map { _ in generator.unit() - 0.5 }
  }

  /// The output of a network of one layer as a graph.
  private func output(
    _ layer: Conv2D, _ size: Size2D, threads: Int = 1, _ algorithm: ConvolutionAlgorithm = .direct
  ) throws -> [Float] {
    let channels = layer.inputChannels
    let network = try Network(
      inputShape: TensorShape(channels: channels, height: size.height, width: size.width),
      stages: Network.named([layer]), classNames: [])
    let graph = try Graph.of(network, extent: .maps).graph
    let picture = ONNX.Tensor(
      [1, channels, size.height, size.width], values(channels * size.height * size.width))
    let runner = try GraphRunner(graph, RunContext(threads: threads))
    let name = try #require(graph.outputs.first)
    return try runner.run(["input": picture], outputs: [name], algorithm: algorithm)[0].floats()
  }

  @Test(
    "Winograd's products give the sums of the definition up to rounding, with any threads",
    arguments: [
      Size2D(height: 12, width: 13), Size2D(height: 31, width: 29), Size2D(height: 70, width: 67),
      Size2D(height: 13, width: 300),
    ], [Size2D(0), Size2D(height: 1, width: 2)])
  func winograd(size: Size2D, padding: Size2D) throws {
    var generator = SplitMix64(seed: 4)
    var layer = Conv2D(
      inputChannels: 32, outputChannels: 40, kernelSize: Size2D(3), padding: padding,
      activation: .relu, using: &generator)
    layer.parameters[1].values = (0..<40).map { Float($0) * 0.05 - 1 }
    let exact = try output(layer, size)
    let found = try output(layer, size, .winograd)
    let largest = exact.reduce(0, max)
    let distance = zip(found, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(found.count == exact.count && distance < 1e-6 * largest)
    // Otherwise the products were not used, and nothing was compared.
    let suits = size.height + 2 * padding.height >= 14 && size.width + 2 * padding.width >= 14
    #expect((found != exact) == suits)
    #expect(try output(layer, size, threads: 3, .winograd) == found)
  }

  @Test(
    "a filter of one channel is correlated with that channel",
    arguments: [1, 2, 3], [(Size2D(3), 1), (Size2D(height: 2, width: 5), 2)])
  func depthwise(stride: Int, window: (size: Size2D, dilation: Int)) throws {
    let (size, dilation) = window
    for (height, width) in [(11, 14), (9, 150)] {
      for padding in [Size2D(0), Size2D(height: 1, width: 3)] {
        var generator = SplitMix64(seed: 4)
        let layer = Conv2D(
          inputChannels: 3, outputChannels: 6, kernelSize: size,
          stride: Stride2D(y: stride, x: max(1, stride - 1)), padding: padding,
          dilation: dilation, groups: 3, using: &generator)
        let found = try output(layer, Size2D(height: height, width: width))
        let exact = naive(layer, height, width)
        #expect(found.count == exact.count)
        let distance = zip(found, exact).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
        #expect(distance < 1e-5, "\(height)x\(width), padding \(padding)")
      }
    }
  }

  /// The definition in double precision; two filters for each channel.
  private func naive(_ layer: Conv2D, _ height: Int, _ width: Int) -> [Double] {
    let input = values(3 * height * width)
    let (size, weights) = (layer.kernelSize, layer.parameters[0].values)
    let rows =
      (height + 2 * layer.padding.height - (size.height - 1) * layer.dilation - 1)
      / layer.stride.y + 1
    let columns =
      (width + 2 * layer.padding.width - (size.width - 1) * layer.dilation - 1)
      / layer.stride.x + 1
    var result: [Double] = []
    for filter in 0..<6 {
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = Double(layer.parameters[1].values[filter])
          for y in 0..<size.height {
            for x in 0..<size.width {
              let i = row * layer.stride.y + y * layer.dilation - layer.padding.height
              let j = column * layer.stride.x + x * layer.dilation - layer.padding.width
              guard i >= 0, i < height, j >= 0, j < width else { continue }
              let weight = weights[(filter * size.height + y) * size.width + x]
              sum += Double(weight) * Double(input[(filter / 2 * height + i) * width + j])
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }
}
