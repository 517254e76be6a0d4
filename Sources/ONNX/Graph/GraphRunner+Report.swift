extension GraphRunner {
  /// Runs the graph once and reports each node that is not constant.
  ///
  /// - Throws: ``ONNXError`` with the name of the node that failed.
  package func report(_ inputs: [String: Tensor]) throws(ONNXError) -> [NodeReport] {
    var shapes = constantShapes
    for input in graph.inputs {
      if let tensor = inputs[input.name], let number = graph.numbers[input.name] {
        shapes[number] = tensor.shape
      }
    }
    var computed: [Int] = []
    _ = try run(inputs, outputs: []) { node, name, tensor in
      if let number = self.graph.numbers[name] { shapes[number] = tensor.shape }
      if computed.last != node { computed.append(node) }
    }
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
        products: products)
    }
  }
}
