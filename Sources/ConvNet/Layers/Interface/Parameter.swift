import ConvCore

/// A named array of values of a layer: weights, biases, or running statistics.
public struct Parameter: Hashable, Sendable {
  /// The name within its layer, as PyTorch calls it: `weight`, `bias`, `running_mean`.
  public let name: String
  /// The shape of the array.
  ///
  /// O×I×kH×kW for convolution weights, outputs × inputs for dense weights, outputs for biases.
  public let shape: [Int]
  /// The values in row-major order.
  public var values: [Float]
  /// Whether the optimizer moves the values.
  ///
  /// Other values are running averages. In place of a gradient, `backward` reports the statistic of
  /// its images, multiplied by their number; after each step a tenth of the batch's mean replaces a
  /// tenth of the old value.
  public let isTrained: Bool

  /// Creates a parameter.
  ///
  /// - Precondition: `values` has as many elements as the product of `shape`.
  public init(name: String, shape: [Int], values: [Float], isTrained: Bool = true) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
    self.isTrained = isTrained
  }
}
