import ConvCore
import RowLoops

extension Tensor {
  /// Multiplies a gradient by the derivative of an activation.
  ///
  /// For ReLU with output y:
  ///
  ///     g ← y > 0 ? g : 0
  ///
  /// - Parameters:
  ///   - activation: The activation; a linear one changes nothing.
  ///   - output: The output y of the activation.
  ///   - engine: The build of the loops.
  mutating func applyReLUGradient(through activation: Activation, output: [Float], _ engine: Engine)
  {
    guard activation == .relu else { return }
    let count = values.count
    precondition(output.count == count)
    var span = values.mutableSpan
    engine.loops.rectifyGradient(&span, output: output.span, count: count)
  }

  /// Swaps the buffers of this tensor and `outputGradient`.
  ///
  /// The derivative of the activation before the layer is applied afterwards.
  /// For Flatten, ReLU and Dropout the input gradient is the output gradient. A swap copies
  /// nothing.
  mutating func adoptGradient(_ outputGradient: inout Tensor, _ pass: LayerContext) {
    guard pass.needsInputGradient else { return }
    precondition(outputGradient.values.count == values.count)
    swap(&values, &outputGradient.values)
    applyReLUGradient(through: pass.inputActivation, output: outputGradient.values, pass.engine)
  }

  /// Copies the values of a tensor of any shape with the same number of values.
  ///
  /// The copy does not share storage: a shared array would be copied at the next write, in every
  /// step of training.
  mutating func copyValues(of other: Tensor, _ engine: Engine) {
    let count = values.count
    precondition(other.values.count == count)
    var span = values.mutableSpan
    engine.loops.copy(other.values.span, from: 0, into: &span, at: 0, count: count)
  }
}
