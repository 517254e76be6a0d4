import ConvCore

extension Network {
  /// The model as a file.
  ///
  /// Weights have PyTorch's names and layouts: `conv2d_1.weight` is O×I×kH×kW, `dense.weight` is
  /// outputs × inputs over C×H×W. The metadata holds the architecture, the input scaling, the class
  /// names and the orientation of the kernels.
  public var safetensors: Safetensors {
    let fixed = ["format": "pt", "generator": "convtool", "kernel_orientation": "correlation"]
    return Safetensors(
      entries: namedParameters.map { name, parameter in
        Safetensors.Entry(name: name, shape: parameter.shape, values: parameter.values)
      },
      metadata: Architecture(self).metadata.merging(fixed) { mine, _ in mine })
  }

  /// The largest allowed number of values in all layers' outputs: 1 GB for 16 images.
  private static let largestOutputs = 1 << 24
  /// The largest allowed number of layers, far above any network of this kind.
  private static let mostLayers = 1000

  /// Creates a network from a model file.
  ///
  /// The tensors of the file determine the layers, so that a file never allocates more than its own
  /// size. Without metadata, the shapes of the tensors decide whether the file holds one of this
  /// program's networks.
  ///
  /// - Parameters:
  ///   - file: The file with the weights.
  ///   - architecture: A model whose layers, input scaling and class names are used instead.
  /// - Throws: ``ModelFileError`` when there is no architecture, or a tensor is missing, has
  ///   another shape or is not finite.
  public init(
    _ file: Safetensors, architecture: Safetensors? = nil
  ) throws(ModelFileError) {
    let plan = try Architecture(of: architecture ?? file)
    guard plan.layers.count <= Network.mostLayers else {
      throw ModelFileError("\(plan.layers.count) layers, more than \(Network.mostLayers)")
    }
    let tensors = LayerTensors(plan.layers, in: file)
    var stages: [Stage] = []
    for (index, layer) in plan.layers.enumerated() {
      let stem = tensors?.stems[index] ?? layer.name
      stages.append(try Network.stage(layer, stem, file))
    }
    do throws(ShapeError) {
      guard try Network.areModest(plan.inputShape, stages) else {
        throw ShapeError("outputs of more than \(Network.largestOutputs) values")
      }
      try self.init(inputShape: plan.inputShape, stages: stages, classNames: plan.classNames)
    } catch { throw ModelFileError("the layers do not fit together: \(error.description)") }
    let outputs = shapes[shapes.count - 1].count
    guard outputs == plan.classNames.count else {
      throw ModelFileError("\(outputs) outputs for \(plan.classNames.count) classes")
    }
    inputDivisor = plan.inputDivisor
    readsWholePictures = plan.readsWholePictures
  }

  /// Returns whether the outputs of all layers together are at most ``largestOutputs``.
  ///
  /// Each side and each product is checked before it can overflow.
  private static func areModest(
    _ input: TensorShape, _ stages: [Stage]
  ) throws(ShapeError) -> Bool {
    var (shape, room) = (input, 0)
    for stage in [nil] + stages.map(Optional.some) {
      if let stage { shape = try stage.layer.outputShape(for: shape) }
      var count = 1
      for side in [shape.channels, shape.height, shape.width] {
        guard side <= largestOutputs else { return false }
        count *= side
        guard count <= largestOutputs else { return false }
      }
      room += count
    }
    return room <= largestOutputs
  }

  /// Creates a layer from the tensors whose names begin with `stem`.
  private static func stage(
    _ description: LayerDescription, _ stem: String, _ file: Safetensors
  ) throws(ModelFileError) -> Stage {
    var (weight, bias) = ([Float](), [Float]())
    let damaged = ModelFileError(
      "layer \(description.name): unknown or damaged \(description.kind)")
    if description.hasWeights {
      guard let shape = description.weightShape else { throw damaged }
      weight = try values("\(stem).weight", shape, file)
      bias = try values("\(stem).bias", [shape[0]], file)
    }
    guard let layer = description.layer(weight: weight, bias: bias) else { throw damaged }
    return Stage(name: description.name, layer: layer)
  }

  private static func values(
    _ name: String, _ shape: [Int], _ file: Safetensors
  ) throws(ModelFileError) -> [Float] {
    guard let entry = file[name] else {
      if let other = file.otherEntries.first(where: { $0.name == name }) {
        throw ModelFileError("tensor \(name) is of type \(other.type): only F32 is read")
      }
      throw ModelFileError("tensor \(name) is missing")
    }
    guard entry.shape == shape else {
      throw ModelFileError(
        "tensor \(name) has shape \(entry.shape), the architecture says \(shape)")
    }
    let wrong = entry.values.count { !$0.isFinite }
    guard wrong == 0 else {
      throw ModelFileError(
        "tensor \(name): \(wrong) of \(entry.values.count) weights are not finite")
    }
    return entry.values
  }
}
