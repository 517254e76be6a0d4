import ConvCore
import Foundation

/// One layer of an architecture, as model files describe it.
private struct LayerDescription: Codable {
  var name: String
  var kind: String
  var inputs: Int?
  var outputs: Int?
  var size: [Int]?
  var stride: [Int]?
  var padding: [Int]?
  var dilation: Int?
  var activation: String?
  var rate: Float?
}

extension Network {
  /// The model as a file: weights under PyTorch's names and layouts, `conv2d_1.weight` O×I×kH×kW
  /// and `dense.weight` outputs × inputs over C×H×W; architecture, input scaling, class names and
  /// the orientation of the kernels in the metadata.
  public var safetensors: Safetensors {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let layers = (try? encoder.encode(stages.map { $0.described })) ?? Data()
    let names = (try? encoder.encode(classNames)) ?? Data()
    return Safetensors(
      entries: namedParameters.map { name, parameter in
        Safetensors.Entry(name: name, shape: parameter.shape, values: parameter.values)
      },
      metadata: [
        "format": "pt", "generator": "convtool",
        "architecture": String(decoding: layers, as: UTF8.self),
        "class_names": String(decoding: names, as: UTF8.self),
        "input_shape": "\(inputShape.channels),\(inputShape.height),\(inputShape.width)",
        "input_divisor": "\(inputDivisor)", "kernel_orientation": "correlation",
      ])
  }

  /// Reads a model.
  ///
  /// - Throws: ``ModelFileError`` when it is not one of this program's, or a tensor is missing or of
  ///   another shape.
  public init(_ file: Safetensors) throws(ModelFileError) {
    guard let text = file.metadata["architecture"] else {
      throw ModelFileError("no architecture in the metadata: not a model of convtool")
    }
    guard
      let layers = try? JSONDecoder().decode([LayerDescription].self, from: Data(text.utf8)),
      !layers.isEmpty
    else { throw ModelFileError("damaged architecture in the metadata") }
    let sides = (file.metadata["input_shape"] ?? "").split(separator: ",").map { Int($0) ?? 0 }
    guard sides.count == 3, sides.allSatisfy({ (1...65536).contains($0) }) else {
      throw ModelFileError("damaged input_shape in the metadata")
    }
    let names =
      (file.metadata["class_names"].flatMap {
        try? JSONDecoder().decode([String].self, from: Data($0.utf8))
      }) ?? Network.digits
    var stages: [Stage] = []
    for layer in layers { stages.append(try Network.stage(layer, file)) }
    do throws(ShapeError) {
      try self.init(
        inputShape: TensorShape(channels: sides[0], height: sides[1], width: sides[2]),
        stages: stages, classNames: names)
    } catch { throw ModelFileError("the layers do not fit together: \(error.description)") }
    guard shapes[shapes.count - 1].count == names.count else {
      throw ModelFileError("\(shapes[shapes.count - 1].count) outputs for \(names.count) classes")
    }
    if let divisor = file.metadata["input_divisor"].flatMap(Float.init), divisor > 0 {
      inputDivisor = divisor
    }
  }

  private static func stage(
    _ description: LayerDescription, _ file: Safetensors
  ) throws(ModelFileError) -> Stage {
    guard var layer = description.layer else {
      throw ModelFileError("layer \(description.name): unknown or damaged \(description.kind)")
    }
    for index in layer.parameters.indices {
      let parameter = layer.parameters[index]
      let name = "\(description.name).\(parameter.name)"
      guard let entry = file[name] else { throw ModelFileError("tensor \(name) is missing") }
      guard entry.shape == parameter.shape else {
        throw ModelFileError(
          "tensor \(name) has shape \(entry.shape), the architecture says \(parameter.shape)")
      }
      layer.parameters[index].values = entry.values
    }
    return Stage(name: description.name, layer: layer)
  }
}

extension Network.Stage {
  fileprivate var described: LayerDescription {
    var result = LayerDescription(name: name, kind: layer.kind)
    if layer.activation != .linear { result.activation = layer.activation.rawValue }
    switch layer {
    case let layer as Conv2D:
      (result.inputs, result.outputs) = (layer.inputChannels, layer.outputChannels)
      result.size = [layer.kernelSize.height, layer.kernelSize.width]
      result.stride = [layer.stride.y, layer.stride.x]
      result.padding = [layer.padding.height, layer.padding.width]
      result.dilation = layer.dilation
    case let layer as Dense: (result.inputs, result.outputs) = (layer.inputs, layer.outputs)
    case let layer as MaxPool2D:
      result.size = [layer.size.height, layer.size.width]
      result.stride = [layer.stride.y, layer.stride.x]
    case let layer as AvgPool2D:
      result.size = [layer.size.height, layer.size.width]
      result.stride = [layer.stride.y, layer.stride.x]
    case let layer as Dropout: result.rate = layer.rate
    default: break
    }
    return result
  }
}

extension LayerDescription {
  /// The layer with weights of no meaning, or `nil` when the description makes no sense.
  var layer: (any Layer)? {
    var generator = SplitMix64(seed: 0)
    let activation = activation.map(Activation.init(rawValue:)) ?? .linear
    guard let activation else { return nil }
    switch kind {
    case "Conv2D":
      guard let inputs = side(inputs), let outputs = side(outputs), let size = size2D(size),
        let stride = size2D(stride ?? [1, 1]), let padding = size2D(padding ?? [0, 0], least: 0),
        let dilation = side(dilation ?? 1),
        padding.height <= (size.height - 1) * dilation,
        padding.width <= (size.width - 1) * dilation
      else { return nil }
      return Conv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: size,
        stride: Stride2D(y: stride.height, x: stride.width), padding: padding, dilation: dilation,
        activation: activation, using: &generator)
    case "Dense":
      guard let inputs = side(inputs), let outputs = side(outputs), inputs * outputs <= 1 << 26
      else { return nil }
      return Dense(inputs: inputs, outputs: outputs, activation: activation, using: &generator)
    case "MaxPooling2D", "AveragePooling2D":
      guard let size = size2D(size), let stride = size2D(stride ?? self.size) else { return nil }
      let step = Stride2D(y: stride.height, x: stride.width)
      return kind == "MaxPooling2D"
        ? MaxPool2D(size: size, stride: step) : AvgPool2D(size: size, stride: step)
    case "Flatten": return Flatten()
    case "ReLU": return ReLU()
    case "Dropout":
      guard let rate, rate >= 0, rate < 1 else { return nil }
      return Dropout(rate: rate)
    default: return nil
    }
  }

  private func side(_ value: Int?) -> Int? {
    value.flatMap { (1...65536).contains($0) ? $0 : nil }
  }

  private func size2D(_ sides: [Int]?, least: Int = 1) -> Size2D? {
    guard let sides, sides.count == 2, sides.allSatisfy({ (least...1024).contains($0) }) else {
      return nil
    }
    return Size2D(height: sides[0], width: sides[1])
  }
}
