import ConvCore

/// The description of one layer in the metadata of a model file.
struct LayerDescription: Codable {
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

extension LayerDescription {
  /// Creates the description of a layer.
  init(_ stage: Network.Stage) {
    let layer = stage.layer
    self.init(name: stage.name, kind: layer.kind)
    if layer.activation != .linear { activation = layer.activation.rawValue }
    switch layer {
    case let layer as Conv2D:
      (inputs, outputs) = (layer.inputChannels, layer.outputChannels)
      size = [layer.kernelSize.height, layer.kernelSize.width]
      stride = [layer.stride.y, layer.stride.x]
      padding = [layer.padding.height, layer.padding.width]
      dilation = layer.dilation
    case let layer as Dense: (inputs, outputs) = (layer.inputs, layer.outputs)
    case let layer as MaxPool2D:
      size = [layer.size.height, layer.size.width]
      stride = [layer.stride.y, layer.stride.x]
    case let layer as AvgPool2D:
      size = [layer.size.height, layer.size.width]
      stride = [layer.stride.y, layer.stride.x]
    case let layer as Dropout: rate = layer.rate
    default: break
    }
  }

  /// The shape of the weights.
  ///
  /// `nil` for a layer without weights and for an invalid description.
  var weightShape: [Int]? {
    guard let inputs = side(inputs), let outputs = side(outputs) else { return nil }
    switch kind {
    case "Conv2D": return size2D(size).map { [outputs, inputs, $0.height, $0.width] }
    case "Dense": return [outputs, inputs]
    default: return nil
    }
  }

  /// Whether the layer has weights, stored as tensors of the file.
  var hasWeights: Bool { kind == "Conv2D" || kind == "Dense" }

  /// Creates the layer; returns `nil` for an invalid description.
  ///
  /// - Parameters:
  ///   - weight: Values in the shape ``weightShape``; ignored for a layer without weights.
  ///   - bias: One value for each output.
  func layer(weight: [Float], bias: [Float]) -> (any Layer)? {
    let activation = activation.map(Activation.init(rawValue:)) ?? .linear
    guard let activation else { return nil }
    switch kind {
    case "Conv2D":
      guard let inputs = side(inputs), let size = size2D(size),
        let stride = size2D(stride ?? [1, 1]), let padding = size2D(padding ?? [0, 0], least: 0),
        let dilation = side(dilation ?? 1),
        padding.height <= (size.height - 1) * dilation,
        padding.width <= (size.width - 1) * dilation
      else { return nil }
      return Conv2D(
        weight: weight, bias: bias, inputChannels: inputs, kernelSize: size,
        stride: Stride2D(y: stride.height, x: stride.width), padding: padding, dilation: dilation,
        activation: activation)
    case "Dense":
      guard let inputs = side(inputs) else { return nil }
      return Dense(weight: weight, bias: bias, inputs: inputs, activation: activation)
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
