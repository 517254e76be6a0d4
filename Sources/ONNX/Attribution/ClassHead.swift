/// The part of a graph between the last maps and the score of the classes.
struct ClassHead {
  /// The value that holds the scores, before a softmax.
  let score: Int
  /// The value that holds the last maps.
  let map: Int
  /// The node that computes the last maps.
  let mapNode: Int
  /// The nodes from the maps to the scores, in their order.
  let nodes: [Int]
  /// Whether the score is a weighted sum of the means of the maps.
  let isExact: Bool
  /// The values that the gradients need, each once.
  let values: [Int]

  /// Operators that leave each place of a map where it is.
  private static let pointwise: Set<String> = [
    "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Clip", "Sigmoid", "HardSigmoid",
    "HardSwish", "Swish", "Gelu", "Tanh", "Softplus", "BatchNormalization", "Add", "Mul", "Sub",
    "Div", "Concat", "Dropout", "Identity", "Erf", "Mish",
  ]
  /// Operators that only change a shape.
  static let reshaping: Set<String> = [
    "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout",
  ]

  /// Finds the head of a model for pictures.
  ///
  /// - Throws: ``ONNXError`` with `unsupported` for a model without convolutions.
  init(_ runner: GraphRunner, _ inputs: [String: Tensor]) throws(ONNXError) {
    let graph = runner.graph
    var makers: [Int: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for output in node.outputs.compactMap(\.self) { makers[output] = index }
    }
    var score = graph.outputs.first.flatMap { graph.numbers[$0] } ?? 0
    while let maker = makers[score], let input = graph.nodes[maker].inputs.first.flatMap(\.self),
      ["Softmax", "LogSoftmax"].contains(graph.nodes[maker].type)
        || (ClassHead.reshaping.contains(graph.nodes[maker].type)
          && ClassHead.endsInSoftmax(graph, makers, input))
    { score = input }
    self.score = score
    var shapes: [Int: [Int]] = [:]
    _ = try runner.run(inputs, outputs: []) { node, name, tensor in
      if let number = graph.numbers[name] { shapes[number] = tensor.shape }
    }
    let above = ClassHead.ancestors(of: score, graph, makers)
    guard
      let last = above.filter({ index in
        let shape = graph.nodes[index].outputs.first.flatMap(\.self).flatMap { shapes[$0] } ?? []
        return graph.nodes[index].type == "Conv" && shape.count == 4 && shape[2] * shape[3] > 1
      }).max()
    else { throw ONNXError(.unsupported, "the model has no convolution with maps: no cam") }
    let found = ClassHead.lastMap(from: last, graph, shapes, Set(above))
    (mapNode, map) = found
    let below = ClassHead.descendants(of: found.value, graph)
    nodes = above.filter { below.contains($0) }.sorted()
    isExact = ClassHead.isExact(nodes, graph, shapes, map: found.value)
    var needed: [Int] = [found.value, score]
    for node in nodes {
      needed += graph.nodes[node].inputs.compactMap(\.self)
      needed += graph.nodes[node].outputs.prefix(1).compactMap(\.self)
    }
    var seen: Set<Int> = []
    values = needed.filter { seen.insert($0).inserted }
  }

  private static func endsInSoftmax(_ graph: Graph, _ makers: [Int: Int], _ value: Int) -> Bool {
    var value = value
    while let maker = makers[value], let input = graph.nodes[maker].inputs.first.flatMap(\.self) {
      if ["Softmax", "LogSoftmax"].contains(graph.nodes[maker].type) { return true }
      guard reshaping.contains(graph.nodes[maker].type) else { return false }
      value = input
    }
    return false
  }

  private static func ancestors(of value: Int, _ graph: Graph, _ makers: [Int: Int]) -> [Int] {
    var (found, open): (Set<Int>, [Int]) = ([], [value])
    while let value = open.popLast() {
      guard let maker = makers[value], found.insert(maker).inserted else { continue }
      open += graph.nodes[maker].inputs.compactMap(\.self)
    }
    return Array(found)
  }

  private static func descendants(of value: Int, _ graph: Graph) -> Set<Int> {
    var (values, found): (Set<Int>, Set<Int>) = ([value], [])
    for (index, node) in graph.nodes.enumerated()
    where node.inputs.contains(where: { $0.map(values.contains) ?? false }) {
      found.insert(index)
      values.formUnion(node.outputs.compactMap(\.self))
    }
    return found
  }

  /// The last maps of the size of a convolution's: behind its normalization, its activation, the
  /// products that mix its channels, and the addition of a block.
  private static func lastMap(
    from conv: Int, _ graph: Graph, _ shapes: [Int: [Int]], _ above: Set<Int>
  ) -> (node: Int, value: Int) {
    var best = (node: conv, value: graph.nodes[conv].outputs[0] ?? 0)
    guard let size = shapes[best.value]?.suffix(2) else { return best }
    // The values that hold maps, and whether their channels come last.
    var reached = [best.value: false]
    for index in (conv + 1)..<max(conv + 1, graph.nodes.count) where above.contains(index) {
      let node = graph.nodes[index]
      guard let output = node.outputs.first.flatMap(\.self), let shape = shapes[output],
        let isLast = hasChannelsLast(node, reached), shape.count == 4,
        isLast ? shape[1...2] == size : shape[2...3] == size
      else { continue }
      reached[output] = isLast
      if !isLast { best = (index, output) }
    }
    return best
  }

  /// Whether the channels of a node's maps come last; `nil` when the node moves or mixes places.
  private static func hasChannelsLast(_ node: GraphNode, _ reached: [Int: Bool]) -> Bool? {
    let operands = node.inputs.map { $0.flatMap { reached[$0] } }
    if pointwise.contains(node.type) {
      let known = operands.compactMap(\.self)
      return Set(known).count == 1 ? known[0] : nil
    }
    guard let isLast = operands.first.flatMap(\.self) else { return nil }
    switch node.operation {
    case let operation as LayoutOperations.Transposition where !isLast:
      return operation.order == [0, 2, 3, 1] ? true : nil
    case let operation as LayoutOperations.Transposition:
      return operation.order == [0, 3, 1, 2] ? false : nil
    case let operation as LayerNormalization:
      return isLast && [-1, 3].contains(operation.axis) ? true : nil
    case is MultiplyOperation: return isLast ? true : nil
    default: return nil
    }
  }

  /// Whether the nodes are one global mean and at most one layer of weights, with reshapes between.
  private static func isExact(
    _ nodes: [Int], _ graph: Graph, _ shapes: [Int: [Int]], map: Int
  ) -> Bool {
    var (means, layers, additions) = (0, 0, 0)
    for index in nodes {
      let node = graph.nodes[index]
      let input = node.inputs.first.flatMap(\.self).flatMap { shapes[$0] } ?? []
      let output = node.outputs.first.flatMap(\.self).flatMap { shapes[$0] } ?? []
      switch node.type {
      case "GlobalAveragePool": means += 1
      case "ReduceMean", "AveragePool":
        guard input.count == 4, output.count < 4 || output.suffix(2) == [1, 1],
          output.reduce(1, *) == input[0] * input[1]
        else { return false }
        means += 1
      case "Gemm", "MatMul", "Conv":
        if means == 0 { return false }
        layers += 1
      case "Add":
        if layers == 0 { return false }
        additions += 1
      case let type where reshaping.contains(type):
        // Without a mean before it a reshape lays maps end to end.
        if means == 0 && type != "Identity" && type != "Dropout" { return false }
      default: return false
      }
    }
    return means == 1 && layers <= 1 && additions <= 1
  }
}
