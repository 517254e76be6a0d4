/// How the learning rate changes during training.
///
/// A schedule that does not know how long training will last gives the same weights after 2 epochs
/// and 2 more as after 4; one that does must be told its length once and for all.
public enum LearningRateSchedule: String, Hashable, Sendable, CaseIterable {
  /// It does not change.
  case constant
  /// A linear warm-up over a quarter of an epoch, then halved every so many epochs, down to 1 %.
  case exponential
  /// A linear warm-up over the first 2 % of a planned number of epochs, then half a cosine down to
  /// 1 % of the rate, and 1 % after them.
  case cosine

  /// The factor for a step, counted from 0.
  ///
  /// - Parameters:
  ///   - step: The step, counted from 0.
  ///   - stepsPerEpoch: At least 1.
  ///   - epochs: The planned number, for `cosine`.
  ///   - halfLife: Epochs after which the rate is halved, for `exponential`.
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

  /// cos x on [0, π] by its Taylor series around π/2, below 10⁻⁹ off: the same on every machine.
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
