import ConvCore

/// The function that a layer applies to its sums.
public enum Activation: String, Hashable, Sendable {
  /// The identity: f(x) = x.
  case linear
  /// The rectifier: f(x) = max(x, 0).
  case relu
}
