public import ConvCore

extension Network {
  /// Builds a network from layers; channels and features of their inputs follow from the layers before.
  ///
  /// ```swift
  /// var network = try Network(input: [3, 32, 32], classes: ["cat", "dog"], seed: 1) {
  ///   Conv2D(filters: 16, kernelSize: 3, activation: .relu)
  ///   BatchNorm()
  ///   MaxPool2D(2)
  ///   Dense()
  /// }
  /// ```
  ///
  /// A ``Flatten`` layer is put before a ``Dense`` layer behind planes. The last layer gives the sums
  /// of the classes, before softmax.
  ///
  /// - Parameters:
  ///   - input: Channels, height and width of a picture.
  ///   - classes: The names of the classes.
  ///   - seed: Seeds the random weights.
  ///   - layers: The layers, first to last.
  /// - Throws: `ShapeError` when a layer does not suit what it gets, or the outputs are not as many as
  ///   the classes.
  public init(
    input: [Int], classes: [String], seed: UInt64, @LayerBuilder _ layers: () -> [LayerElement]
  ) throws(ShapeError) {
    var assembly = NetworkAssembly(
      input: try TensorShape(sides: input), classes: classes.count, seed: seed)
    try assembly.append(layers())
    self = try assembly.network(classNames: classes)
  }
}
