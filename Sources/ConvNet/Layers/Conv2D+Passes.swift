import ConvCore
import RowLoops

extension Conv2D {
  /// Computes y, by the algorithm that `pass` selects.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plan = scratch.plan(geometry, input: input.shape, output: output.shape)
    if let winograd = plan.winograd(for: pass) {
      return winograd.forward(
        input.values, self, into: &output.values, scratch: &scratch.passing, pass: pass)
    }
    let direct = DirectConvolution(layout: plan.layout, pass: pass)
    let (weights, bias) = (parameters[0].values, parameters[1].values)
    if plan.layout.isPlain {
      direct.correlate(
        input.values, weights, bias: bias, rectify: activation == .relu, into: &output.values,
        scratch: &scratch.passing)
    } else {
      plan.layout.lay(
        out: input.values, into: &scratch.layout, row: &scratch.row, engine: pass.engine)
      direct.correlate(
        scratch.layout, weights, bias: bias, rectify: activation == .relu, into: &output.values,
        scratch: &scratch.passing)
    }
  }

  /// Computes ∂L/∂w, ∂L/∂b = Σ_{m, n} ∂L/∂y and, if `pass` needs it, ∂L/∂x.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plan = scratch.plan(geometry, input: input.shape, output: outputGradient.shape)
    if let winograd = plan.winograd(for: pass) {
      winograd.parameterGradients(
        input.values, outputGradient.values, into: &parameterGradients,
        scratch: &scratch.passing, pass: pass)
      guard pass.needsInputGradient else { return }
      turnWeights(into: &scratch.passing.weights)
      return winograd.inputGradient(
        outputGradient.values, into: &input.values, isGated: pass.inputActivation == .relu,
        scratch: &scratch.passing, pass: pass)
    }
    let direct = DirectConvolution(layout: plan.layout, pass: pass)
    if plan.layout.isPlain {
      direct.parameterGradients(
        input.values, outputGradient.values, into: &parameterGradients,
        scratch: &scratch.passing)
    } else {
      direct.parameterGradients(
        scratch.layout, outputGradient.values, into: &parameterGradients,
        scratch: &scratch.passing)
    }
    guard pass.needsInputGradient else { return }
    turnWeights(into: &scratch.passing.weights)
    scratch.exchange(&input)
    if plan.canvas.isGradient {
      plan.canvas.correlate(
        outputGradient.values, into: &input.values, scratch: &scratch.passing, pass: pass)
    } else {
      plan.canvas.draw(outputGradient.values, into: &scratch.canvas, engine: pass.engine)
      plan.canvas.correlate(
        scratch.canvas, into: &input.values, scratch: &scratch.passing, pass: pass)
    }
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  /// Writes the weights ordered by group and input channel, each filter turned by 180°.
  private func turnWeights(into turned: inout [Float]) {
    let cells = kernelSize.height * kernelSize.width
    let weights = parameters[0].values
    LayerScratch.grow(&turned, to: weights.count)
    let (depth, filters) = (inputChannels / groups, outputChannels / groups)
    for group in 0..<groups {
      for i in 0..<depth {
        for o in 0..<filters {
          let from = ((group * filters + o) * depth + i) * cells
          let to = ((group * depth + i) * filters + o) * cells
          for cell in 0..<cells { turned[to + cell] = weights[from + cells - 1 - cell] }
        }
      }
    }
  }
}

extension Conv2D: GatingLayer {}
