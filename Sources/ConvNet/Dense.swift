public import ConvCore
import RowLoops

/// A dense layer: every output is joined to every input.
///
///     y[o] = activation(b[o] + Σ_f w[o, f] · x[f])
///     ∂L/∂x[f] = Σ_o w[o, f] · ∂L/∂y[o],   ∂L/∂w[o, f] = ∂L/∂y[o] · x[f]
///
/// Shape: F features (C×H×W, flattened in that order) → O×1×1.
public struct Dense: Layer, Hashable {
  public var parameters: [Parameter]
  public let activation: Activation
  /// Features of the input.
  public let inputs: Int
  /// Features of the output.
  public let outputs: Int

  public var kind: String { "Dense" }

  /// Creates a layer with random weights and zero biases.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .linear,
    initialization: Initialization = .glorot, using generator: inout SplitMix64
  ) {
    precondition(inputs > 0 && outputs > 0)
    self.inputs = inputs
    self.outputs = outputs
    self.activation = activation
    parameters = [
      Parameter(
        name: "weight", shape: [outputs, inputs],
        values: initialization.values(
          count: outputs * inputs, fanIn: inputs, fanOut: outputs, using: &generator)),
      Parameter(name: "bias", shape: [outputs], values: [Float](repeating: 0, count: outputs)),
    ]
  }

  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    guard input.count == inputs else {
      throw ShapeError("Dense of \(inputs) inputs does not suit \(input)")
    }
    return TensorShape(channels: outputs, height: 1, width: 1)
  }

  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerPass
  ) {
    multiply(input.values, parameters[0].values, features: inputs, into: &output.values, pass)
    for o in 0..<outputs {
      var span = output.values.mutableSpan
      pass.engine.loops.addBias(
        &span, at: o * Tensor.lanes, count: Tensor.lanes, bias: parameters[1].values[o],
        rectify: activation == .relu)
    }
  }

  public func backward(
    input: Tensor, output: Tensor, outputGradient: inout Tensor, inputGradient: inout Tensor,
    parameterGradients: inout [[Float]], scratch: inout LayerScratch, pass: LayerPass
  ) {
    outputGradient.rectify(by: output, activation, pass.engine)
    let offsets = (0..<inputs).map { $0 * Tensor.lanes }
    LayerScratch.grow(&scratch.sums, to: outputs * inputs * Tensor.lanes)
    var lanes = scratch.sums.mutableSpan
    pass.engine.loops.weightGradients(
      input.values.span, from: 0, inputRow: 0, offsets: offsets.span, outputGradient.values.span,
      from: 0, gradientRow: 0, gradientPlane: Tensor.lanes, outputs: outputs, rows: 1, width: 1,
      into: &lanes, at: 0)
    var span = parameterGradients[0].mutableSpan
    pass.engine.loops.sumLanes(scratch.sums.span, into: &span, at: 0, count: outputs * inputs)
    parameterGradients[1] = outputGradient.sumsByChannel(scratch: &scratch.sums, pass.engine)
    guard pass.needsInputGradient else { return }
    LayerScratch.grow(&scratch.weights, to: outputs * inputs)
    for o in 0..<outputs {
      for f in 0..<inputs {
        scratch.weights[f * outputs + o] = parameters[0].values[o * inputs + f]
      }
    }
    multiply(
      outputGradient.values, scratch.weights, features: outputs, into: &inputGradient.values, pass)
  }

  /// The checked door: a correlation whose taps are features.
  private func multiply(
    _ input: [Float], _ weights: [Float], features: Int, into output: inout [Float],
    _ pass: LayerPass
  ) {
    let results = output.count / Tensor.lanes
    precondition(input.count == features * Tensor.lanes && weights.count >= features * results)
    let offsets = (0..<features).map { $0 * Tensor.lanes }
    var span = output.mutableSpan
    pass.engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: results,
      into: &span, at: 0, outputStride: Tensor.lanes, count: Tensor.lanes)
  }
}
