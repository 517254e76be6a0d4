/// What is minimised; both act on the softmax of the last layer's sums.
///
///     p[k] = exp(z[k] − max z) / Σ_j exp(z[j] − max z)
public enum Loss: String, Hashable, Sendable, CaseIterable {
  /// −ln p[label]; its gradient by z is p − y.
  case crossEntropy = "cross-entropy"
  /// ‖p − y‖², the squared distance of output and label; its gradient by z is
  /// p[k] · (g[k] − Σ_j g[j] · p[j]) with g = 2 (p − y).
  case squared

  /// The losses of the images in the lanes, their gradients by z, and what was predicted.
  ///
  /// - Parameters:
  ///   - logits: The sums z, one channel for each class.
  ///   - labels: The true classes; lanes beyond them are not images and get no gradient.
  ///   - scale: What gradients are multiplied by, 1 / batch size for a mean.
  ///   - gradient: Receives the gradient.
  public func evaluate(
    _ logits: Tensor, labels: some Collection<Int>, scale: Float, gradient: inout Tensor
  ) -> [Outcome] {
    let classes = logits.shape.count
    gradient.clear()
    return labels.enumerated().map { lane, label in
      let p = Loss.softmax((0..<classes).map { logits.values[$0 * Tensor.lanes + lane] })
      let slope = slopes(p, label)
      for k in 0..<classes { gradient.values[k * Tensor.lanes + lane] = slope[k] * scale }
      return Outcome(
        loss: value(p, label),
        predicted: p.indices.max { p[$0] < p[$1] } ?? 0, probabilities: p)
    }
  }

  /// One image's result.
  public struct Outcome: Sendable {
    /// The loss.
    public let loss: Float
    /// The most probable class, the first of equal ones.
    public let predicted: Int
    /// The softmax.
    public let probabilities: [Float]
  }

  /// The softmax, shifted by the maximum so that nothing overflows.
  public static func softmax(_ z: [Float]) -> [Float] {
    let largest = z.max() ?? 0
    let powers = z.map { Elementary.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func value(_ p: [Float], _ label: Int) -> Float {
    switch self {
    case .crossEntropy: -Elementary.log(max(p[label], .leastNormalMagnitude)) + (p[label] * 0)
    case .squared:
      p.indices.reduce(0) { sum, k in
        let difference = p[k] - (k == label ? 1 : 0)
        return sum + difference * difference
      }
    }
  }

  private func slopes(_ p: [Float], _ label: Int) -> [Float] {
    let differences = p.indices.map { p[$0] - ($0 == label ? 1 : 0) }
    guard self == .squared else { return differences }
    let mean = zip(differences, p).reduce(0) { $0 + 2 * $1.0 * $1.1 }
    return p.indices.map { p[$0] * (2 * differences[$0] - mean) }
  }
}
