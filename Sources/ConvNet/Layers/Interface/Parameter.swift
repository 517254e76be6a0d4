import ConvCore

/// A named array of learned values: the weights or the biases of a layer.
public struct Parameter: Hashable, Sendable {
  /// The name within its layer: `weight` or `bias`.
  public let name: String
  /// The shape of the array.
  ///
  /// O×I×kH×kW for convolution weights, outputs × inputs for dense weights, outputs for biases.
  public let shape: [Int]
  /// The values in row-major order.
  public var values: [Float]

  /// Creates a parameter.
  ///
  /// - Precondition: `values` has as many elements as the product of `shape`.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}
