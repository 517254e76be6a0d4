import ConvCore
import RowLoops

extension Tensor {
  /// Takes a gradient back through an activation: a rectifier lets it through where what it put out
  /// is positive.
  ///
  ///     g ← y > 0 ? g : 0
  ///
  /// - Parameter output: y, of the activation.
  mutating func applyReLUGradient(through activation: Activation, output: [Float], _ engine: Engine)
  {
    guard activation == .relu else { return }
    let count = values.count
    precondition(output.count == count)
    var span = values.mutableSpan
    engine.loops.rectifyGradient(&span, output: output.span, count: count)
  }

  /// The gradient of a layer that hands values on: the output's, which gets the values for it, so
  /// that nothing is copied.
  mutating func adoptGradient(_ outputGradient: inout Tensor, _ pass: LayerContext) {
    guard pass.needsInputGradient else { return }
    precondition(outputGradient.values.count == values.count)
    swap(&values, &outputGradient.values)
    applyReLUGradient(through: pass.inputActivation, output: outputGradient.values, pass.engine)
  }

  /// Takes another tensor's values over, whatever its shape, without sharing their storage: a
  /// shared array would be copied at the next write, in every step of training.
  mutating func copyValues(of other: Tensor, _ engine: Engine) {
    let count = values.count
    precondition(other.values.count == count)
    var span = values.mutableSpan
    engine.loops.copy(other.values.span, from: 0, into: &span, at: 0, count: count)
  }
}
