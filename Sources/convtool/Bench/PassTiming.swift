import ConvCore
import ConvNet
import Digits
import Foundation

/// The time of one pass of a layer for 16 images on one thread.
struct PassTiming {
  let layer: String
  let pass: String
  let products: String
  let seconds: Double
  /// Two operations per product in the definition.
  let operations: Double

  /// Times all passes of all convolutions.
  static func all(_ network: Network, _ engine: Engine) -> [PassTiming] {
    var generator = SplitMix64(seed: 1)
    var input = Tensor(network.inputShape)
    for i in input.values.indices { input.values[i] = generator.unit() }
    var timings: [PassTiming] = []
    for (index, stage) in network.stages.enumerated() {
      guard let layer = stage.layer as? Conv2D else { break }
      var bench = PassBench(
        layer: layer, input: input, output: Tensor(network.shapes[index + 1]), engine: engine)
      timings += bench.run(stage.name, isFirst: index == 0)
      input = bench.output
    }
    return timings
  }
}

/// A convolution with its own input and output tensors.
private struct PassBench {
  let layer: Conv2D
  var input: Tensor
  var output: Tensor
  let engine: Engine
  private static let runs = 25

  mutating func run(_ name: String, isFirst: Bool) -> [PassTiming] {
    var scratch = LayerScratch()
    var pass = LayerContext(engine: engine, isTraining: true)
    let forward = Measurement.median(
      Measurement.seconds(runs: PassBench.runs) {
        layer.forward(input, into: &output, scratch: &scratch, pass: pass)
      })
    let gradient = output
    pass.inputActivation = .relu
    var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    var times: [Double] = []
    for needsInput in isFirst ? [false] : [false, true] {
      pass.needsInputGradient = needsInput
      times.append(
        Measurement.median(
          Measurement.seconds(runs: PassBench.runs) {
            var outputGradient = gradient
            layer.backward(
              &input, outputGradient: &outputGradient, parameterGradients: &parameters,
              scratch: &scratch, pass: pass)
          }))
    }
    let weights = layer.parameters[0].values.count
    let operations = Double(2 * weights * output.shape.plane * Tensor.lanes)
    let products = layer.trainingProducts
    func timing(_ pass: String, _ seconds: Double) -> PassTiming {
      PassTiming(
        layer: name, pass: pass, products: products, seconds: seconds, operations: operations)
    }
    var timings = [timing("forward", forward), timing("weight-gradient", times[0])]
    if times.count > 1 { timings.append(timing("input-gradient", times[1] - times[0])) }
    return timings
  }
}
