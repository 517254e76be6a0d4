internal import ConvCore
package import ConvNet

/// Turns a model of another program into a network of this program, where its layers can hold it.
///
/// They can where the operators follow one another in a line: Conv, Relu, MaxPool, AveragePool,
/// Flatten or a Reshape that flattens, Gemm or MatMul with Add, Dropout, Identity, and a Softmax at the
/// end.
package struct LayerSequence {
  private let graph: Graph
  private var layers: [any Layer] = []
  private var problems: [String] = []
  private var weights: [Int: TensorRecord] = [:]
  private var constants: [Int: Tensor] = [:]

  private init(_ graph: Graph) {
    self.graph = graph
    for (value, record) in graph.constants { weights[value] = record }
  }

  /// Converts a model.
  ///
  /// - Throws: ``ONNXError`` with `unsupported` that names the operators that no layer holds.
  package static func network(_ model: ModelFile, folder: String?) throws(ONNXError) -> Network {
    var sequence = LayerSequence(try Graph(model, folder: folder))
    return try sequence.network(model)
  }

  private mutating func network(_ model: ModelFile) throws(ONNXError) -> Network {
    guard graph.inputs.count == 1, let number = graph.numbers[graph.inputs[0].name] else {
      throw ONNXError(.unsupported, "the layers of convtool have one input")
    }
    var value = number
    let records = Dictionary(
      model.nodes.compactMap { node in node.outputs.first.map { ($0, node) } },
      uniquingKeysWith: { first, _ in first })
    for node in graph.nodes {
      guard let output = node.outputs.first.flatMap(\.self),
        let record = records[graph.names[output]]
      else { continue }
      var list = Attributes(record, opset: model.opsets[""] ?? 1, model.file)
      if node.type == "Constant" {
        constants[output] = list.tensor("value")
      } else if node.inputs.first == value || (node.type == "Add" && node.inputs.contains(value)) {
        try add(node, &list, value)
        value = output
      } else {
        problems.append("\(node.place) (not in one line with the others)")
      }
    }
    if graph.outputs != [graph.names[value]] { problems.append("outputs inside the network") }
    guard problems.isEmpty else {
      throw ONNXError(
        .unsupported, "the layers of convtool cannot hold: \(problems.joined(separator: "; "))")
    }
    return try assembled()
  }

  private func assembled() throws(ONNXError) -> Network {
    let sides = (graph.inputs[0].shape ?? []).map { side -> Int in
      if case .fixed(let number) = side { number } else { 0 }
    }
    guard sides.count == 4, sides[1...].allSatisfy({ (1...65536).contains($0) }) else {
      throw ONNXError(
        .unsupported,
        "the layers of convtool need an input of known channels, height and width, not "
          + graph.inputs[0].description)
    }
    do throws(ShapeError) {
      let shape = TensorShape(channels: sides[1], height: sides[2], width: sides[3])
      let bare = try Network(inputShape: shape, stages: Network.named(layers), classNames: [])
      let count = bare.shapes[bare.shapes.count - 1].count
      let named = graph.classNames
      var network = try Network(
        inputShape: shape, stages: bare.stages,
        classNames: named.count == count ? named : (0..<count).map(String.init))
      network.inputDivisor = 1
      return network
    } catch { throw ONNXError(.unsupported, "the layers do not fit: \(error.description)") }
  }

  private func tensor(_ node: GraphNode, _ place: Int) throws(ONNXError) -> Tensor? {
    guard place < node.inputs.count, let value = node.inputs[place] else { return nil }
    if let tensor = constants[value] { return tensor }
    return try weights[value]?.tensor(graph.file, graph.files)
  }

  private mutating func add(
    _ node: GraphNode, _ list: inout Attributes, _ value: Int
  ) throws(ONNXError) {
    switch node.type {
    case "Conv": try convolution(node, &list)
    case "Gemm", "MatMul": try dense(node, &list)
    case "Add": try bias(node, from: node.inputs.first == value ? 1 : 0)
    case "MaxPool", "AveragePool": pool(node, &list)
    case "Relu": rectify()
    case "Flatten":
      if list.integer("axis", 1) != 1 { problems.append("\(node.place) (axis)") }
      layers.append(Flatten())
    case "Reshape":
      let target = try tensor(node, 1)?.list() ?? []
      guard target.count == 2, target[1] == -1 || target[0] == -1 || target[0] == 1 else {
        problems.append("\(node.place)")
        return
      }
      layers.append(Flatten())
    case "Dropout", "Identity": break
    case "Softmax":
      if graph.outputs != [node.outputs.first.flatMap(\.self).map { graph.names[$0] } ?? ""] {
        problems.append("\(node.place) (not at the end)")
      }
    default: problems.append(node.place)
    }
  }

  private mutating func convolution(
    _ node: GraphNode, _ list: inout Attributes
  ) throws(ONNXError) {
    let geometry = WindowGeometry(&list)
    guard let weight = try tensor(node, 1), weight.rank == 4, weight.type == .float,
      list.integer("group", 1) == 1, !geometry.autoPad.hasPrefix("SAME"),
      let pads = LayerSequence.pads(geometry), let step = LayerSequence.pair(geometry.strides),
      let dilation = LayerSequence.pair(geometry.dilations), dilation.height == dilation.width,
      pads.height <= (weight.shape[2] - 1) * dilation.height,
      pads.width <= (weight.shape[3] - 1) * dilation.width
    else {
      problems.append("\(node.place) (groups, pads or dilation)")
      return
    }
    let bias = try tensor(node, 2)?.floats() ?? [Float](repeating: 0, count: weight.shape[0])
    guard bias.count == weight.shape[0], weight.count > 0 else {
      problems.append("\(node.place) (\(bias.count) biases)")
      return
    }
    layers.append(
      Conv2D(
        weight: try weight.floats(), bias: bias, inputChannels: weight.shape[1],
        kernelSize: Size2D(height: weight.shape[2], width: weight.shape[3]),
        stride: Stride2D(y: step.height, x: step.width), padding: pads,
        dilation: dilation.height, activation: .linear))
  }

  private static func pair(_ list: [Int]) -> Size2D? {
    list.isEmpty ? Size2D(1) : list.count == 2 ? Size2D(height: list[0], width: list[1]) : nil
  }

  private static func pads(_ geometry: WindowGeometry) -> Size2D? {
    guard !geometry.pads.isEmpty else { return Size2D(0) }
    let pads = geometry.pads
    guard pads.count == 4, pads[0] == pads[2], pads[1] == pads[3] else { return nil }
    return Size2D(height: pads[0], width: pads[1])
  }

  private mutating func dense(_ node: GraphNode, _ list: inout Attributes) throws(ONNXError) {
    let isTransposed = list.truth("transB")
    guard let weight = try tensor(node, 1), weight.rank == 2, weight.type == .float,
      list.float("alpha", 1) == 1, list.float("beta", 1) == 1, !list.truth("transA")
    else {
      problems.append("\(node.place)")
      return
    }
    let (inputs, outputs) =
      isTransposed ? (weight.shape[1], weight.shape[0]) : (weight.shape[0], weight.shape[1])
    var values = try weight.floats()
    if !isTransposed {
      values = (0..<outputs).flatMap { row in (0..<inputs).map { values[$0 * outputs + row] } }
    }
    let bias = try tensor(node, 2)?.floats() ?? [Float](repeating: 0, count: outputs)
    guard bias.count == outputs, weight.count > 0 else {
      problems.append("\(node.place) (\(bias.count) biases)")
      return
    }
    layers.append(Dense(weight: values, bias: bias, inputs: inputs, activation: .linear))
  }

  /// An addition after a product of matrices: its bias.
  private mutating func bias(_ node: GraphNode, from place: Int) throws(ONNXError) {
    guard let last = layers.last as? Dense, last.activation == .linear,
      let bias = try tensor(node, place), bias.count == last.outputs, bias.type == .float,
      last.parameters[1].values.allSatisfy({ $0 == 0 })
    else {
      problems.append(node.place)
      return
    }
    layers[layers.count - 1] = Dense(
      weight: last.parameters[0].values, bias: try bias.floats(), inputs: last.inputs,
      activation: .linear)
  }

  private mutating func pool(_ node: GraphNode, _ list: inout Attributes) {
    let roundsUp = list.truth("ceil_mode")
    let geometry = WindowGeometry(&list, roundsUp: roundsUp)
    let ones = Size2D(1)
    guard !roundsUp, !geometry.autoPad.hasPrefix("SAME"),
      LayerSequence.pads(geometry) == Size2D(0), LayerSequence.pair(geometry.dilations) == ones,
      geometry.size.count == 2, let size = LayerSequence.pair(geometry.size),
      let step = LayerSequence.pair(geometry.strides)
    else {
      problems.append("\(node.place) (pads, dilations or ceil_mode)")
      return
    }
    let stride = Stride2D(y: step.height, x: step.width)
    layers.append(
      node.type == "MaxPool"
        ? MaxPool2D(size: size, stride: stride) : AvgPool2D(size: size, stride: stride))
  }

  /// A Relu becomes the activation of the layer before it.
  private mutating func rectify() {
    let last = layers.count - 1
    if let layer = layers.last as? Conv2D, layer.activation == .linear {
      layers[last] = Conv2D(
        weight: layer.parameters[0].values, bias: layer.parameters[1].values,
        inputChannels: layer.inputChannels, kernelSize: layer.kernelSize, stride: layer.stride,
        padding: layer.padding, dilation: layer.dilation, activation: .relu)
    } else if let layer = layers.last as? Dense, layer.activation == .linear {
      layers[last] = Dense(
        weight: layer.parameters[0].values, bias: layer.parameters[1].values,
        inputs: layer.inputs, activation: .relu)
    } else {
      layers.append(ReLU())
    }
  }
}
