public import ConvCore

/// Layers one after the other, with their names and the way pictures enter.
public struct Network: Sendable {
  /// A layer and its name.
  public struct Stage: Sendable {
    /// `conv2d_1`, as Keras numbers layers of a kind.
    public let name: String
    /// The layer.
    public var layer: any Layer
  }

  /// What enters: C×H×W.
  public let inputShape: TensorShape
  /// The layers, first to last.
  public var stages: [Stage]
  /// Samples are divided by it on their way in.
  public var inputDivisor: Float = 255
  /// What the classes are called.
  public var classNames: [String]

  /// The shapes from the input to the output.
  public let shapes: [TensorShape]

  /// Joins layers.
  ///
  /// - Throws: `ShapeError` when a layer does not suit the one before it.
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

  /// Layers of one kind are numbered when there are several: conv2d_1, conv2d_2, dense.
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

  /// Number of everything learned.
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

  /// Copies the values of all parameters into the storage they have, so that a step of training
  /// allocates nothing.
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
  /// The names of the ten digits.
  public static let digits = (0...9).map(String.init)

  /// The slides' network for 28×28×1 images of digits.
  ///
  /// Conv2D 32, 16, 8 (3×3, ReLU) → MaxPooling 2×2 → Flatten → Dense 10 with softmax: 320 + 4,624 + 1,160 + 9,690 = 15,794 parameters.
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

  /// A multilayer perceptron for comparison: 784 → hidden (ReLU) → 10 with softmax.
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
  /// Runs the images in `workspace.activations[0]` through all layers.
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

  /// Runs the gradient of the loss back to the parameters.
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
  /// The same pass with a seed of the layer's own.
  fileprivate func seeded(_ layer: Int) -> LayerContext {
    var pass = self
    var generator = SplitMix64(seed: seed &+ UInt64(layer) &* 0xD134_2543_DE82_EF95)
    pass.seed = generator.next()
    return pass
  }
}
