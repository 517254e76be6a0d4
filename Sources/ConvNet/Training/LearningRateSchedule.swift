/// The change of the learning rate during training.
///
/// `constant` and `exponential` do not depend on the planned number of epochs: 2 epochs and 2 more
/// give the same weights as 4. `cosine` needs the planned number of epochs from the start.
public enum LearningRateSchedule: String, Hashable, Sendable, CaseIterable {
  /// The rate stays constant.
  case constant
  /// A linear warm-up over a quarter of an epoch, then exponential decay down to 1 % of the rate.
  ///
  /// The rate halves every `halfLife` epochs.
  case exponential
  /// A linear warm-up, then half a cosine down to 1 % of the rate.
  ///
  /// The warm-up takes the first 2 % of the planned epochs. After the planned epochs the rate stays
  /// at 1 %.
  case cosine

  /// Computes the factor of the learning rate for a step.
  ///
  /// - Parameters:
  ///   - step: The number of the step, counted from 0.
  ///   - stepsPerEpoch: The number of steps of an epoch, at least 1.
  ///   - epochs: The planned number of epochs, for `cosine`.
  ///   - halfLife: The number of epochs that halve the rate, for `exponential`.
  /// - Returns: What the learning rate is multiplied by: at most 1.
  public func factor(step: Int, stepsPerEpoch: Int, epochs: Int, halfLife: Float) -> Float {
    switch self {
    case .constant: return 1
    case .exponential:
      let warmUp = max(1, stepsPerEpoch / 4)
      if step < warmUp { return Float(step + 1) / Float(warmUp) }
      let halvings = Float(step - warmUp) / (Float(stepsPerEpoch) * halfLife)
      return max(0.01, PortableMath.exp(-halvings * 0.693_147_2))
    case .cosine:
      let total = stepsPerEpoch * epochs
      guard total > 1 else { return 1 }
      let warmUp = max(1, total / 50)
      if step < warmUp { return Float(step + 1) / Float(warmUp) }
      let progress = Double(step - warmUp) / Double(max(1, total - warmUp))
      return Float(0.01 + 0.99 * 0.5 * (1 + LearningRateSchedule.cosine(.pi * min(1, progress))))
    }
  }

  /// Computes cos x on [0, π] by its Taylor series around π/2, with an error below 10⁻⁹.
  ///
  /// The result is the same on every machine.
  private static func cosine(_ x: Double) -> Double {
    let t = .pi / 2 - x
    var (term, sum) = (t, t)
    for n in stride(from: 2, through: 18, by: 2) {
      term *= -t * t / Double(n * (n + 1))
      sum += term
    }
    return sum
  }
}
