import ConvCore
import ConvNet
import TestSupport

/// Compares a layer's backward pass with central differences of L = Σ c · y, c random.
struct GradientCheck: Sendable {
  let layer: any Layer
  let inputShape: TensorShape
  var isTraining = false
  /// Multiplies the analytic gradients: 1, or something else to prove that the check can fail.
  var forgery: Float = 1
  /// Inputs keep this distance from 0, where rectifiers have a kink.
  var margin: Float = 0
  /// Inputs go through a rectifier on their way to the layer, gradients on their way back.
  var isRectified = false
  /// Inputs are all different by at least the step, so that no maximum changes hands.
  var isSpread = false
  /// Images in the lanes; the others count for nothing.
  var images = Tensor.lanes

  /// The largest relative error over sampled inputs and all parameters.
  func largestError(seed: UInt64 = 1) throws -> Double {
    var generator = SplitMix64(seed: seed)
    let outputShape = try layer.outputShape(for: inputShape)
    var input = Tensor(inputShape)
    for i in input.values.indices {
      let value = Float.random(in: -1...1, using: &generator)
      input.values[i] = value + (value < 0 ? -margin : margin)
    }
    if isSpread {
      let order = Array(0..<input.values.count).shuffled(using: &generator)
      for (rank, place) in order.enumerated() { input.values[place] = Float(rank) * 0.01 - 3 }
    }
    var weights = Tensor(outputShape)
    for i in weights.values.indices {
      let weight = Float.random(in: -1...1, using: &generator)
      weights.values[i] = i % Tensor.lanes < images ? weight : 0
    }
    let analytic = backward(input, outputShape, weights)
    let step: Float = isSpread ? 0.002 : 0.01
    var worst = 0.0
    let places = Array(0..<input.values.count).shuffled(using: &generator).prefix(60)
    for place in places {
      var (up, down) = (input, input)
      up.values[place] += step
      down.values[place] -= step
      let difference =
        (objective(layer, up, weights) - objective(layer, down, weights))
        / Double(up.values[place] - down.values[place])
      worst = max(worst, error(Double(analytic.input[place] * forgery), difference))
    }
    for (index, parameter) in layer.parameters.enumerated() where parameter.isTrained {
      for place in parameter.values.indices.shuffled(using: &generator).prefix(40) {
        var (up, down) = (layer, layer)
        up.parameters[index].values[place] += step
        down.parameters[index].values[place] -= step
        let difference =
          (objective(up, input, weights) - objective(down, input, weights)) / Double(2 * step)
        worst = max(
          worst, error(Double(analytic.parameters[index][place] * forgery), difference))
      }
    }
    return worst
  }

  private func error(_ a: Double, _ b: Double) -> Double {
    abs(a - b) / max(1, abs(a), abs(b))
  }

  private var pass: LayerContext {
    var pass = LayerContext(
      isTraining: isTraining, seed: 9, inputActivation: isRectified ? .relu : .linear)
    pass.images = images
    return pass
  }

  private func entering(_ input: Tensor) -> Tensor {
    guard isRectified else { return input }
    var result = input
    for i in result.values.indices { result.values[i] = max(result.values[i], 0) }
    return result
  }

  private func objective(_ layer: any Layer, _ input: Tensor, _ weights: Tensor) -> Double {
    var output = Tensor(weights.shape)
    var scratch = LayerScratch()
    layer.forward(entering(input), into: &output, scratch: &scratch, pass: pass)
    return zip(output.values, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private func backward(
    _ input: Tensor, _ outputShape: TensorShape, _ weights: Tensor
  ) -> (input: [Float], parameters: [[Float]]) {
    var (output, gradient) = (Tensor(outputShape), weights)
    var inputGradient = entering(input)
    var scratch = LayerScratch()
    var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    layer.forward(inputGradient, into: &output, scratch: &scratch, pass: pass)
    if layer.activation == .relu {
      for i in output.values.indices where output.values[i] <= 0 { gradient.values[i] = 0 }
    }
    layer.backward(
      &inputGradient, outputGradient: &gradient, parameterGradients: &parameters,
      scratch: &scratch, pass: pass)
    return (inputGradient.values, parameters)
  }
}
