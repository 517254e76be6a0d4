extension GraphRunner {
  /// Runs the graph once and reports each node that is not constant.
  ///
  /// - Parameters:
  ///   - inputs: The inputs of the graph.
  ///   - refused: Receives nodes that do not take the size of the input; `nil` makes them an error.
  /// - Returns: A report for each node that was computed, in the order of the run.
  /// - Throws: ``ONNXError`` with the name of the node that failed.
  package func report(
    _ inputs: [String: Tensor], refused: ((_ node: Int, _ error: ONNXError) -> Void)? = nil
  ) throws(ONNXError) -> [NodeReport] {
    var shapes = constantShapes
    for input in graph.inputs {
      if let tensor = inputs[input.name], let number = graph.numbers[input.name] {
        shapes[number] = tensor.shape
      }
    }
    var computed: [Int] = []
    let observe = { (node: Int, name: String, tensor: Tensor) in
      if let number = self.graph.numbers[name] { shapes[number] = tensor.shape }
      if computed.last != node { computed.append(node) }
    }
    _ = try run(inputs, outputs: [], observe: observe, refused: refused)
    let isLast = graph.inputs.first?.shape.map { $0.count == 4 && $0[3] == .fixed(3) } ?? false
    let fields = GraphFields(
      graph, shapes: shapes, rowAxis: isLast ? 1 : 2, columnAxis: isLast ? 2 : 3)
    var counted: Set<Int> = []
    return computed.map { index in
      let node = graph.nodes[index]
      let parameters = node.inputs.compactMap(\.self).filter {
        learned.contains($0) && counted.insert($0).inserted
      }.reduce(0) { $0 + (constantShapes[$1]?.reduce(1, *) ?? 0) }
      let shape = node.outputs.first.flatMap(\.self).flatMap { shapes[$0] } ?? []
      let products = node.operation.products(
        node.inputs.map { $0.flatMap { shapes[$0] } }, result: shape)
      return NodeReport(
        name: shortNames[index], type: node.type, shape: shape, parameters: parameters,
        products: products, field: node.outputs.first.flatMap(\.self).map { fields[$0] } ?? .none)
    }
  }

  /// The receptive field of a node's output.
  ///
  /// - Throws: ``ONNXError`` with the name of the node that failed.
  package func field(ofNode node: Int, _ inputs: [String: Tensor]) throws(ONNXError) -> GraphField {
    var shapes = constantShapes
    for (name, tensor) in inputs {
      if let number = graph.numbers[name] { shapes[number] = tensor.shape }
    }
    _ = try run(inputs, outputs: []) { _, name, tensor in
      if let number = self.graph.numbers[name] { shapes[number] = tensor.shape }
    }
    let fields = GraphFields(graph, shapes: shapes)
    return graph.nodes[node].outputs.first.flatMap(\.self).map { fields[$0] } ?? .none
  }
}
