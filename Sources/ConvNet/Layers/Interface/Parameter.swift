import ConvCore

/// Numbers that are learned.
public struct Parameter: Hashable, Sendable {
  /// The name within its layer: `weight` or `bias`.
  public let name: String
  /// O×I×kH×kW for convolutions, outputs × inputs for dense layers, outputs for biases.
  public let shape: [Int]
  /// The values in row-major order.
  public var values: [Float]

  /// Creates a parameter.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}
