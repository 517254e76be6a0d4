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
    let tensors = plan.tensors(in: file)
    var stages: [Stage] = []
    var names: [String: Int] = [:]
    for (index, layer) in plan.layers.enumerated() {
      let stem = tensors?.stems[index] ?? layer.name
      var stage = try Network.stage(layer, stem, file)
      stage.inputs = try layer.inputs(names)
      stages.append(stage)
      guard names.updateValue(index, forKey: layer.name) == nil else {
        throw ModelFileError("two layers have the name \(layer.name)")
      }
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
    let wiring = try NetworkWiring(stages)
    var (shapes, room) = ([input], 0)
    for index in 0...stages.count {
      if index > 0 {
        let source = shapes[wiring.inputs[index - 1][0]]
        shapes.append(try stages[index - 1].layer.outputShape(for: source))
      }
      var count = 1
      for side in [shapes[index].channels, shapes[index].height, shapes[index].width] {
        guard side <= largestOutputs else { return false }
        count *= side
        guard count <= largestOutputs else { return false }
      }
      room += count
    }
    for (index, stage) in stages.dropLast().enumerated() where wiring.readers[index + 1] == 0 {
      throw ShapeError("no layer reads \(stage.name)")
    }
    return room <= largestOutputs
  }

  /// Creates a layer from the tensors whose names begin with `stem`.
  private static func stage(
    _ description: LayerDescription, _ stem: String, _ file: Safetensors
  ) throws(ModelFileError) -> Stage {
    let shapes: [ParameterShape]
    do throws(ShapeError) { shapes = try description.parameterShapes() } catch {
      throw damaged(description)
    }
    var parameters: [Parameter] = []
    for shape in shapes {
      parameters.append(
        Parameter(
          name: shape.name, shape: shape.shape,
          values: try values("\(stem).\(shape.name)", shape.shape, file),
          isTrained: shape.isTrained))
    }
    do throws(ShapeError) {
      return Stage(name: description.name, layer: try description.layer(parameters))
    } catch { throw damaged(description) }
  }

  private static func damaged(_ layer: LayerDescription) -> ModelFileError {
    ModelFileError("layer \(layer.name): unknown or damaged \(layer.kind)")
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
