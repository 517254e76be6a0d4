import ConvCore

/// What a layer does to its sums before it hands them on.
public enum Activation: String, Hashable, Sendable {
  /// Nothing.
  case linear
  /// max(x, 0).
  case relu
}
