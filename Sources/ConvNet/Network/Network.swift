public import ConvCore

/// Named layers, with the scaling of the input and the names of the classes.
///
/// Most networks are a sequence. A layer may read the output of any layer before it, and ``Add`` that
/// of two: residual blocks are made of them.
public struct Network: Sendable {
  /// A layer with its name.
  public struct Stage: Sendable {
    /// The name of the layer, numbered within its kind as in Keras, for example `conv2d_1`.
    public let name: String
    /// The layer.
    public var layer: any Layer
    /// What the layer reads: 0 for the input of the network, i + 1 for the output of layer i; two of
    /// them for ``Add``.
    ///
    /// Empty for the layer before, or for the input of the network if there is none.
    public var inputs: [Int] = []

    /// Creates a named layer.
    public init(name: String, layer: any Layer, inputs: [Int] = []) {
      self.name = name
      self.layer = layer
      self.inputs = inputs
    }
  }

  /// The shape of the input, C×H×W.
  public let inputShape: TensorShape
  /// The layers, from first to last.
  public var stages: [Stage]
  /// The divisor of the input samples; 255 maps 0…255 to 0…1.
  public var inputDivisor: Float = 255
  /// The names of the classes, in the order of the outputs.
  public var classNames: [String]
  /// Whether pictures are read whole, scaled to the input's size; else a 28×28 gray network reads
  /// digits that are found on paper.
  public var readsWholePictures = false

  /// The shapes of the input and of each layer's output.
  public let shapes: [TensorShape]
  /// Which activations the layers read.
  let wiring: NetworkWiring

  /// Creates a network from layers.
  ///
  /// - Throws: `ShapeError` when the shape of a layer's input does not suit the layer.
  public init(
    inputShape: TensorShape, stages: [Stage], classNames: [String]
  ) throws(ShapeError) {
    self.inputShape = inputShape
    self.stages = stages
    self.classNames = classNames
    let wiring = try NetworkWiring(stages)
    self.wiring = wiring
    var shapes = [inputShape]
    for (stage, inputs) in zip(stages, wiring.inputs) {
      let input = shapes[inputs[0]]
      guard inputs.allSatisfy({ shapes[$0] == input }) else {
        throw ShapeError("\(stage.name) cannot add \(input) and \(shapes[inputs[1]])")
      }
      shapes.append(try stage.layer.outputShape(for: input))
    }
    self.shapes = shapes
  }

  /// Names layers by their kind.
  ///
  /// A number follows when several layers have the same kind: conv2d_1, conv2d_2, dense.
  public static func named(_ layers: [any Layer]) -> [Stage] {
    zip(names(layers), layers).map { Stage(name: $0, layer: $1) }
  }

  /// Returns the names of layers, numbered within their kind.
  static func names(_ layers: [any Layer]) -> [String] {
    let names = layers.map { baseNames[$0.kind] ?? $0.kind.lowercased() }
    return layers.indices.map { index in
      let total = names.count { $0 == names[index] }
      let number = names[...index].count { $0 == names[index] }
      return total > 1 ? "\(names[index])_\(number)" : names[index]
    }
  }

  private static let baseNames = [
    "Conv2D": "conv2d", "MaxPooling2D": "max_pooling2d", "AveragePooling2D": "average_pooling2d",
    "ReLU": "re_lu", "LeakyReLU": "leaky_re_lu", "BatchNormalization": "batch_normalization",
    "GlobalAveragePooling2D": "global_average_pooling2d",
  ]

  /// Returns what a layer reads: 0 for the input of the network, i + 1 for the output of layer i.
  public func inputs(of layer: Int) -> [Int] { wiring.inputs[layer] }

  /// Whether every layer reads the one before it.
  public var isSequence: Bool { wiring.isSequence }

  /// The number of values of all parameters.
  public var parameterCount: Int { stages.reduce(0) { $0 + $1.layer.parameterCount } }

  /// All parameters by their full names, `conv2d_1.weight`, in the order of the layers.
  public var namedParameters: [(name: String, parameter: Parameter)] {
    stages.flatMap { stage in
      stage.layer.parameters.map { ("\(stage.name).\($0.name)", $0) }
    }
  }

  /// Replaces the values of all parameters, in the order of ``namedParameters``.
  public mutating func setParameters(_ values: [[Float]]) {
    var next = 0
    for stage in stages.indices {
      for index in stages[stage].layer.parameters.indices {
        precondition(values[next].count == stages[stage].layer.parameters[index].values.count)
        stages[stage].layer.parameters[index].values = values[next]
        next += 1
      }
    }
  }

  /// Copies values into the existing storage of all parameters.
  ///
  /// Copying without allocation keeps a training step free of allocations.
  mutating func copyParameters(_ values: [[Float]]) {
    var next = 0
    for stage in stages.indices {
      for index in stages[stage].layer.parameters.indices {
        Network.copy(values[next], into: &stages[stage].layer.parameters[index].values)
        next += 1
      }
    }
  }

  private static func copy(_ values: [Float], into storage: inout [Float]) {
    precondition(values.count == storage.count)
    for i in values.indices { storage[i] = values[i] }
  }
}
