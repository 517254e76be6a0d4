import ConvCore
import RowLoops

/// The rule that updates parameters by their gradients.
public enum Optimizer: String, Hashable, Sendable, CaseIterable {
  /// Gradient descent, as on the slide: θ ← θ − α · ∇L.
  case sgd
  /// Heavy-ball momentum: v ← 0.9 · v + ∇L, θ ← θ − α · v.
  case momentum
  /// Adam with decoupled weight decay (Kingma and Ba, 2015; Loshchilov and Hutter, 2019).
  ///
  ///     m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²
  ///     θ ← θ − α · (m̂ / (√v̂ + ε) + λθ),  β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸
  case adam

  /// A learning rate that suits the optimizer.
  public var defaultRate: Float {
    switch self {
    case .sgd: 0.1
    case .momentum: 0.02
    case .adam: 0.002
    }
  }
}
