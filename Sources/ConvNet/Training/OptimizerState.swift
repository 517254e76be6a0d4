import ConvCore
import RowLoops

/// The values that an optimizer keeps between steps.
package struct OptimizerState: Hashable, Sendable {
  /// The running means of the gradients, one array for each parameter.
  ///
  /// For `momentum`, the velocities.
  package var first: [[Float]]
  /// The running means of the squared gradients; used by `adam` only.
  package var second: [[Float]]
  /// The number of steps taken.
  package var steps = 0

  /// Creates the state before the first step, with all means zero.
  package init(shapedLike parameters: [[Float]]) {
    first = parameters.map { [Float](repeating: 0, count: $0.count) }
    second = first
  }

  /// Updates the parameters by one step of an optimizer.
  mutating func step(
    _ optimizer: Optimizer, parameters: inout [[Float]], gradients: [[Float]], rate: Float,
    weightDecay: Float, frozen: Set<Int>, _ engine: Engine
  ) {
    steps += 1
    for index in parameters.indices where !frozen.contains(index) {
      switch optimizer {
      case .sgd: OptimizerState.descend(&parameters[index], gradients[index], rate)
      case .momentum:
        accumulate(index, gradients[index])
        OptimizerState.descend(&parameters[index], first[index], rate)
      case .adam: adam(index, &parameters[index], gradients[index], rate, weightDecay, engine)
      }
    }
  }

  private static func descend(_ values: inout [Float], _ slope: [Float], _ rate: Float) {
    for i in values.indices { values[i] -= rate * slope[i] }
  }

  private mutating func accumulate(_ index: Int, _ gradient: [Float]) {
    for i in gradient.indices { first[index][i] = 0.9 * first[index][i] + gradient[i] }
  }

  private mutating func adam(
    _ index: Int, _ values: inout [Float], _ gradient: [Float], _ rate: Float, _ decay: Float,
    _ engine: Engine
  ) {
    // Powers are computed by multiplication, so that every machine rounds alike.
    let step = AdamCoefficients(
      rate: rate, decay: decay, firstCorrection: 1 - OptimizerState.power(0.9, steps),
      secondCorrection: 1 - OptimizerState.power(0.999, steps))
    precondition(values.count == gradient.count && first[index].count == gradient.count)
    precondition(second[index].count == gradient.count)
    var parameters = values.mutableSpan
    var m = first[index].mutableSpan
    var v = second[index].mutableSpan
    engine.loops.adam(&parameters, gradient.span, &m, &v, step, count: gradient.count)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Float {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return Float(result)
  }
}
