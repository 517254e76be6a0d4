/// The function that training minimizes, applied to the softmax of the last layer's sums z.
///
///     p[k] = exp(z[k] − max z) / Σ_j exp(z[j] − max z)
public enum Loss: String, Hashable, Sendable, CaseIterable {
  /// The cross-entropy −ln p[label]; the gradient by z is p − y.
  ///
  /// With labels smoothed by E over K classes y is not 0 and 1, but t = (1 − E) · y + E / K: the loss
  /// is −Σ_k t[k] · ln p[k], the gradient p − t (Szegedy et al., 2016).
  case crossEntropy = "cross-entropy"
  /// The squared distance ‖p − y‖² of output and label.
  ///
  /// The gradient by z is p[k] · (g[k] − Σ_j g[j] · p[j]) with g = 2 (p − y).
  case squared

  /// Computes the losses, the gradients by z and the predicted classes of the images of a tensor.
  ///
  /// - Parameters:
  ///   - logits: The sums z, one channel for each class.
  ///   - labels: The true classes; the remaining lanes hold no images and get zero gradients.
  ///   - scale: The factor of the gradients, 1 / batch size for a mean.
  ///   - smoothing: The share of each label that is spread over all classes, for cross-entropy.
  ///   - gradient: Receives the gradient.
  /// - Returns: One outcome for each label.
  /// - Precondition: `gradient` has the shape of `logits`; there are at most 16 labels; the smoothing
  ///   is from 0 to below 1, and 0 with `squared`.
  public func evaluate(
    _ logits: Tensor, labels: [Int], scale: Float, smoothing: Float = 0, gradient: inout Tensor
  ) -> [Outcome] {
    var outcomes: [Outcome] = []
    evaluate(
      logits, labels: labels[...], scale: scale, smoothing: smoothing, gradient: &gradient
    ) {
      outcomes.append($1)
    }
    return outcomes
  }

  /// Computes losses and gradients like the public method and passes each outcome to `body`.
  func evaluate(
    _ logits: Tensor, labels: ArraySlice<Int>, scale: Float, smoothing: Float = 0,
    gradient: inout Tensor, _ body: (_ lane: Int, Outcome) -> Void
  ) {
    precondition(logits.shape == gradient.shape && labels.count <= Tensor.lanes)
    precondition((0..<1).contains(smoothing), "labels smoothed by \(smoothing)")
    precondition(self == .crossEntropy || smoothing == 0, "smoothing is for cross-entropy")
    let share = smoothing / Float(max(1, logits.shape.count))
    let targets = LabelTargets(own: 1 - smoothing + share, other: share)
    gradient.clear()
    let classes = logits.shape.count
    for (lane, label) in labels.enumerated() {
      let column = LaneColumn(lane: lane, classes: classes)
      column.writeSoftmax(of: logits, into: &gradient)
      let outcome = Outcome(
        loss: value(column, gradient, label, targets), predicted: column.largest(in: gradient))
      slopes(column, &gradient, label, targets, scale)
      body(lane, outcome)
    }
  }

  /// The result of one image.
  public struct Outcome: Sendable {
    /// The loss of the image.
    public let loss: Float
    /// The most probable class; among equal classes, the first.
    public let predicted: Int
  }

  /// Computes the softmax exp(z[k] − max z) / Σ_j exp(z[j] − max z).
  ///
  /// Subtracting the maximum prevents overflow.
  public static func softmax(_ z: [Float]) -> [Float] {
    let largest = z.max() ?? 0
    let powers = z.map { PortableMath.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func value(_ p: [Float], _ label: Int) -> Float {
    var tensor = Tensor(TensorShape(channels: p.count, height: 1, width: 1))
    tensor.setImage(0, p)
    return value(LaneColumn(lane: 0, classes: p.count), tensor, label, LabelTargets())
  }

  private func value(
    _ column: LaneColumn, _ p: Tensor, _ label: Int, _ targets: LabelTargets
  ) -> Float {
    let own = p.values[column[label]]
    switch self {
    // `max` would turn a NaN into a number; `+ own * 0` keeps the NaN.
    case .crossEntropy:
      guard targets.other > 0 else {
        return -PortableMath.log(max(own, .leastNormalMagnitude)) + own * 0
      }
      var sum: Float = 0
      for k in 0..<column.classes {
        let value = p.values[column[k]]
        sum -= targets[k == label] * PortableMath.log(max(value, .leastNormalMagnitude))
        sum += value * 0
      }
      return sum
    case .squared:
      var sum: Float = 0
      for k in 0..<column.classes {
        let difference = p.values[column[k]] - (k == label ? 1 : 0)
        sum += difference * difference
      }
      return sum
    }
  }

  /// Replaces the softmax in `gradient` by the gradient of the loss.
  private func slopes(
    _ column: LaneColumn, _ gradient: inout Tensor, _ label: Int, _ targets: LabelTargets,
    _ scale: Float
  ) {
    var mean: Float = 0
    if self == .squared {
      for k in 0..<column.classes {
        let p = gradient.values[column[k]]
        mean += 2 * (p - (k == label ? 1 : 0)) * p
      }
    }
    for k in 0..<column.classes {
      let p = gradient.values[column[k]]
      let difference = p - targets[k == label]
      let slope = self == .squared ? p * (2 * difference - mean) : difference
      gradient.values[column[k]] = slope * scale
    }
  }
}

/// What the output is compared with: a value for the class of the label, and one for all others.
private struct LabelTargets {
  var own: Float = 1
  var other: Float = 0

  subscript(_ isOwn: Bool) -> Float { isOwn ? own : other }
}

/// The offsets of one image's classes in a tensor.
private struct LaneColumn {
  let lane: Int
  let classes: Int

  subscript(_ index: Int) -> Int { index * Tensor.lanes + lane }

  func largest(in tensor: Tensor) -> Int {
    var best = 0
    for k in 0..<classes where tensor.values[self[k]] > tensor.values[self[best]] { best = k }
    return best
  }

  func writeSoftmax(of logits: Tensor, into result: inout Tensor) {
    let shift = logits.values[self[largest(in: logits)]]
    var sum: Float = 0
    for k in 0..<classes {
      let power = PortableMath.exp(logits.values[self[k]] - shift)
      result.values[self[k]] = power
      sum += power
    }
    for k in 0..<classes { result.values[self[k]] /= sum }
  }
}
