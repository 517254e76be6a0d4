import ConvCore
import RowLoops

extension Tensor {
  /// Lets a gradient through where a rectified output is positive, and sums it by channel: the
  /// gradient of the biases.
  ///
  ///     g ← y > 0 ? g : 0,   biases[c] = Σ over positions and images of g[c], in a fixed order
  mutating func finish(
    by output: Tensor, _ activation: Activation, biases: inout [Float], sums: inout [Float],
    _ engine: Engine
  ) {
    precondition(output.values.count == values.count && biases.count == shape.channels)
    LayerScratch.grow(&sums, to: shape.channels * Tensor.lanes)
    let (channels, plane) = (shape.channels, shape.plane)
    var gradient = values.mutableSpan
    var lanes = sums.mutableSpan
    for channel in 0..<channels {
      engine.loops.finishGradient(
        &gradient, at: channel * plane * Tensor.lanes, output: output.values.span,
        positions: plane, rectify: activation == .relu, into: &lanes, at: channel * Tensor.lanes)
    }
    var span = biases.mutableSpan
    engine.loops.sumLanes(sums.span, into: &span, at: 0, count: channels)
  }

  /// Lets a gradient through where a rectified output is positive.
  mutating func rectify(by output: Tensor, _ engine: Engine) {
    let count = values.count
    var span = values.mutableSpan
    engine.loops.rectifyGradient(&span, output: output.values.span, count: count)
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
