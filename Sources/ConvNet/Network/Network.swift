public import ConvCore

/// A sequence of named layers, with the scaling of its input and the names of its classes.
public struct Network: Sendable {
  /// A layer with its name.
  public struct Stage: Sendable {
    /// The name of the layer, numbered within its kind as in Keras, for example `conv2d_1`.
    public let name: String
    /// The layer.
    public var layer: any Layer
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

  /// Creates a network from layers.
  ///
  /// - Throws: `ShapeError` when the shape of a layer's input does not suit the layer.
  public init(
    inputShape: TensorShape, stages: [Stage], classNames: [String]
  ) throws(ShapeError) {
    self.inputShape = inputShape
    self.stages = stages
    self.classNames = classNames
    var shapes = [inputShape]
    for stage in stages {
      shapes.append(try stage.layer.outputShape(for: shapes[shapes.count - 1]))
    }
    self.shapes = shapes
  }

  /// Names layers by their kind.
  ///
  /// A number follows when several layers have the same kind: conv2d_1, conv2d_2, dense.
  public static func named(_ layers: [any Layer]) -> [Stage] {
    let names = layers.map { baseNames[$0.kind] ?? $0.kind.lowercased() }
    return layers.indices.map { index in
      let total = names.count { $0 == names[index] }
      let number = names[...index].count { $0 == names[index] }
      return Stage(
        name: total > 1 ? "\(names[index])_\(number)" : names[index], layer: layers[index])
    }
  }

  private static let baseNames = [
    "Conv2D": "conv2d", "MaxPooling2D": "max_pooling2d", "AveragePooling2D": "average_pooling2d",
    "ReLU": "re_lu",
  ]

  /// The number of learned values.
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

extension Network {
  /// The class names of the ten digits, "0" to "9".
  public static let digits = (0...9).map(String.init)

  /// Creates the slides' network for 28×28×1 images of digits.
  ///
  /// Conv2D 32, 16, 8 (3×3, ReLU) → MaxPooling 2×2 → Flatten → Dense 10 with softmax: 320 + 4,624 +
  /// 1,160 + 9,690 = 15,794 parameters.
  ///
  /// - Parameter seed: The seed of the random weights.
  public static func cnn(seed: UInt64) -> Network {
    var generator = SplitMix64(seed: seed)
    let convolutions = [(1, 32), (32, 16), (16, 8)].map { inputs, outputs in
      Conv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: Size2D(3), activation: .relu,
        using: &generator)
    }
    let dense = Dense(inputs: 968, outputs: 10, using: &generator)
    return digitNetwork(convolutions + [MaxPool2D(), Flatten(), dense] as [any Layer])
  }

  /// Creates a multilayer perceptron for comparison: 784 → hidden (ReLU) → 10 with softmax.
  ///
  /// - Parameters:
  ///   - hidden: The number of hidden units.
  ///   - seed: The seed of the random weights.
  public static func mlp(hidden: Int, seed: UInt64) -> Network {
    var generator = SplitMix64(seed: seed)
    return digitNetwork([
      Flatten(),
      Dense(
        inputs: 784, outputs: hidden, activation: .relu, initialization: .he, using: &generator),
      Dense(inputs: hidden, outputs: 10, using: &generator),
    ])
  }

  private static func digitNetwork(_ layers: [any Layer]) -> Network {
    do {
      return try Network(
        inputShape: TensorShape(channels: 1, height: 28, width: 28), stages: named(layers),
        classNames: digits)
    } catch { preconditionFailure(error.description) }
  }
}

extension Network {
  /// Runs the images in `workspace.activations[0]` through all layers, up to `workspace.output`.
  public func forward(_ workspace: inout Workspace, pass: LayerContext = LayerContext()) {
    for (index, stage) in stages.enumerated() {
      var output = workspace.activations[index + 1]
      workspace.activations[index + 1].values = []
      workspace.exchangeScratch(with: index)
      stage.layer.forward(
        workspace.activations[index], into: &output, scratch: &workspace.scratch[index],
        pass: pass.seeded(index))
      workspace.exchangeScratch(with: index)
      workspace.activations[index + 1] = output
    }
  }

  /// Computes the gradients of all parameters from `workspace.lossGradient`.
  func backward(_ workspace: inout Workspace, pass: LayerContext) {
    guard let last = stages.last else { return }
    workspace.lossGradient.applyReLUGradient(
      through: last.layer.activation, output: workspace.output.values, pass.engine)
    swap(&workspace.activations[stages.count].values, &workspace.lossGradient.values)
    for (index, stage) in stages.enumerated().reversed() {
      var pass = pass.seeded(index)
      pass.needsInputGradient = index > 0
      pass.inputActivation = index > 0 ? stages[index - 1].layer.activation : .linear
      var outputGradient = workspace.activations[index + 1]
      workspace.activations[index + 1].values = []
      workspace.exchangeScratch(with: index)
      stage.layer.backward(
        &workspace.activations[index], outputGradient: &outputGradient,
        parameterGradients: &workspace.parameterGradients[index],
        scratch: &workspace.scratch[index], pass: pass)
      workspace.exchangeScratch(with: index)
      workspace.activations[index + 1] = outputGradient
    }
  }
}

extension LayerContext {
  /// Returns the same context with a separate seed for the layer.
  fileprivate func seeded(_ layer: Int) -> LayerContext {
    var pass = self
    var generator = SplitMix64(seed: seed &+ UInt64(layer) &* 0xD134_2543_DE82_EF95)
    pass.seed = generator.next()
    return pass
  }
}
