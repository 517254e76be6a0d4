internal import ConvCore
package import ConvNet
internal import ImageCodecs

/// Turns a network of this program into a graph of ONNX operators.
///
/// A layer becomes a node with the layer's name, `conv2d_1`; its activation, if there is one, becomes
/// a node of its own, `conv2d_1.relu`. The first node, `scaling`, divides by the network's
/// divisor, so that the graph takes pixels of 0…255. The last one is a softmax.
package struct NetworkWriter {
  /// The part of a network that is written.
  package enum Extent: Hashable, Sendable {
    /// All layers, for pictures of the size that the network was made for.
    case whole
    /// The layers before the first one that needs a fixed size, for pictures of any size.
    case maps
  }

  /// The name of the metadata that hold the description of a network, in front of each key.
  static let prefix = "convtool."
  /// The names of the input, of the scaling node and of the output.
  static let (inputName, scaling, outputName) = ("input", "scaling", "probabilities")

  private var writer = GraphWriter()
  /// The name of the last value.
  private var value = NetworkWriter.inputName
  /// Whether it has no rows and columns.
  private var isFlat = false
  /// The first layer that was left out; `nil` when all were written.
  package private(set) var firstOmitted: String?

  /// Converts a network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - extent: The layers to write.
  ///   - scales: Whether the graph divides by the network's divisor; otherwise its input is divided.
  /// - Throws: ``ONNXError`` with `unsupported` for a layer without an ONNX operator.
  package init(
    _ network: Network, extent: Extent = .whole, scales: Bool = true
  ) throws(ONNXError) {
    let input = network.inputShape
    let sides: [ValueSide] =
      extent == .whole
      ? [.fixed(input.height), .fixed(input.width)] : [.free("height"), .free("width")]
    writer.input = (
      NetworkWriter.inputName, [.free("batch"), .fixed(input.channels)] + sides,
      "pixels of 0...255, \(input.channels == 1 ? "gray" : "red, green, blue")"
    )
    if scales { scale(network.inputDivisor) }
    var activations = [(value: value, isFlat: false)]
    for (index, stage) in network.stages.enumerated() {
      // Behind a global mean any size has one value a channel.
      let plane = network.shapes[network.inputs(of: index)[0]].plane
      if extent == .maps, NetworkWriter.needsSize(stage.layer), plane > 1 {
        firstOmitted = stage.name
        break
      }
      let inputs = network.inputs(of: index).map { activations[$0] }
      (value, isFlat) = inputs[0]
      try append(stage, others: inputs.dropFirst().map(\.value))
      activations.append((value, isFlat))
    }
    describe(network, extent)
  }

  /// The file of the graph.
  package var bytes: [UInt8] { writer.bytes }

  /// Whether a layer takes inputs of one size alone.
  private static func needsSize(_ layer: any Layer) -> Bool { layer is Flatten || layer is Dense }

  private mutating func scale(_ divisor: Float) {
    guard divisor != 1 else { return }
    value = writer.append(
      "Div", NetworkWriter.scaling, after: value, weights: [weight("input_divisor", [], [divisor])])
  }

  private mutating func weight(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
    writer.initializers.append((name, shape, values))
    return name
  }

  /// Appends the nodes of a layer.
  ///
  /// - Parameters:
  ///   - stage: The layer with its name.
  ///   - others: What the layer reads besides the last value.
  /// - Throws: ``ONNXError`` with `unsupported` for a layer without an ONNX operator.
  private mutating func append(_ stage: Network.Stage, others: [String]) throws(ONNXError) {
    let name = stage.name
    let weights = stage.layer.parameters.map {
      weight("\(name).\($0.name)", $0.shape, $0.values)
    }
    switch stage.layer {
    case let layer as Conv2D:
      value = writer.append(
        "Conv", name, after: value, weights: weights,
        [
          ("dilations", .integers([layer.dilation, layer.dilation])),
          ("group", .integer(layer.groups)),
          ("kernel_shape", .integers([layer.kernelSize.height, layer.kernelSize.width])),
          ("pads", .integers(NetworkWriter.pads(layer.padding))),
          ("strides", .integers([layer.stride.y, layer.stride.x])),
        ])
    case is Dense:
      if !isFlat { flatten("\(name).flatten") }
      value = writer.append(
        "Gemm", name, after: value, weights: weights, [("transB", .integer(1))])
    case let layer as BatchNorm:
      value = writer.append(
        "BatchNormalization", name, after: value, weights: weights,
        [("epsilon", .float(layer.epsilon))])
    case let layer as MaxPool2D:
      pool("MaxPool", name, layer.size, layer.stride, layer.padding)
    case let layer as AvgPool2D:
      pool("AveragePool", name, layer.size, layer.stride, layer.padding)
    case is GlobalAvgPool2D: value = writer.append("GlobalAveragePool", name, after: value)
    case is Add: value = writer.append("Add", name, after: value, weights: others)
    case is Flatten: flatten(name)
    case is ReLU: value = writer.append("Relu", name, after: value)
    case let layer as LeakyReLU:
      value = writer.append("LeakyRelu", name, after: value, [("alpha", .float(layer.slope))])
    case is Dropout: value = writer.append("Dropout", name, after: value)
    default:
      throw ONNXError(.unsupported, "layer \(name): \(stage.layer.kind) has no operator in ONNX")
    }
    if stage.layer.activation == .relu {
      value = writer.append("Relu", "\(name).relu", after: value)
    }
  }

  private static func pads(_ padding: Size2D) -> [Int] {
    [padding.height, padding.width, padding.height, padding.width]
  }

  private mutating func flatten(_ name: String) {
    value = writer.append("Flatten", name, after: value, [("axis", .integer(1))])
    isFlat = true
  }

  private mutating func pool(
    _ type: String, _ name: String, _ size: Size2D, _ stride: Stride2D, _ padding: Size2D
  ) {
    // Padding is not counted in averages, which is the operator's default.
    let pads: [(String, NodeAttribute)] =
      padding == Size2D(0) ? [] : [("pads", .integers(NetworkWriter.pads(padding)))]
    value = writer.append(
      type, name, after: value,
      [
        ("kernel_shape", .integers([size.height, size.width])),
        ("strides", .integers([stride.y, stride.x])),
      ] + pads)
  }

  /// Names the output and writes the description of the network into the metadata.
  private mutating func describe(_ network: Network, _ extent: Extent) {
    let classes = network.shapes[network.shapes.count - 1]
    if firstOmitted == nil && classes.plane == 1 {
      if !isFlat { flatten("\(NetworkWriter.outputName).flatten") }
      value = writer.append("Softmax", NetworkWriter.outputName, after: value)
      writer.output = (value, [.free("batch"), .fixed(classes.channels)], "one for each class")
    } else {
      writer.output = (
        value, [.free("batch")] + ["channels", "height", "width"].map { .free($0) }, ""
      )
    }
    writer.text =
      "Takes pixels of 0...255; the node '\(NetworkWriter.scaling)' divides by "
      + "\(network.inputDivisor). Gives probabilities."
    for (key, text) in network.safetensors.metadata {
      writer.metadata[key == "class_names" ? key : NetworkWriter.prefix + key] = text
    }
    writer.metadata["input"] =
      "pixels of 0...255, N x \(network.inputShape.channels) x height x width: not divided; the "
      + "graph does it"
  }
}

extension Graph {
  /// Converts a network of this program; the graph takes pixels that are divided already.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - extent: The part of the network that runs.
  /// - Returns: The graph, and the first layer that it leaves out.
  /// - Throws: ``ONNXError`` for a layer without an ONNX operator.
  package static func of(
    _ network: Network, extent: NetworkWriter.Extent
  ) throws(ONNXError) -> (graph: Graph, omitted: String?) {
    let writer = try NetworkWriter(network, extent: extent, scales: false)
    let file = try ModelFile(RandomAccessBytes(bytes: writer.bytes))
    return (try Graph(file, folder: nil), writer.firstOmitted)
  }
}
