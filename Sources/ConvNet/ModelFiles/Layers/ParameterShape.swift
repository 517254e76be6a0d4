/// The name and the shape of a layer's parameter, as a model file must hold it.
public struct ParameterShape: Hashable, Sendable {
  /// The name within its layer, for example `weight`.
  public let name: String
  /// The sides.
  public let shape: [Int]
  /// Whether the optimizer moves the values.
  public let isTrained: Bool

  /// Creates a description of a parameter.
  public init(_ name: String, _ shape: [Int], isTrained: Bool = true) {
    self.name = name
    self.shape = shape
    self.isTrained = isTrained
  }
}
