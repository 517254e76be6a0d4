extension GraphRunner {
  /// What a node computes, with its constants prepared.
  func operation(_ node: Int) -> any Operation { operations[node] }

  /// Whether a node joins channels.
  func concatenatesChannels(_ node: Int) -> Bool {
    (operations[node] as? PartOperations.Joining)?.axis == 1
  }

  /// Computes a node alone.
  ///
  /// - Parameters:
  ///   - node: The number of the node.
  ///   - inputs: The values that are not constant.
  ///   - window: How the window moves over the rows and columns that are given.
  /// - Returns: The first output of the node.
  /// - Throws: ``ONNXError`` with the name of the node when its inputs do not suit it.
  func compute(
    _ node: Int, _ inputs: [Int: Tensor], window: (WindowAxis, WindowAxis)? = nil
  ) throws(ONNXError) -> Tensor {
    var operation = operations[node]
    if let window, var windowed = operation as? any (Windowed & Operation) {
      windowed.geometry.fix([window.0, window.1])
      operation = windowed
    }
    let record = graph.nodes[node]
    do throws(ONNXError) {
      return try operation.run(
        Operands(tensors: record.inputs.map { $0.flatMap { inputs[$0] ?? constants[$0] } }), context
      )[0]
    } catch { throw error.about(record.place) }
  }
}

extension Graph {
  /// The part of the graph that some nodes and what they need make up.
  package func limited(to nodes: Set<Int>) -> Graph {
    var graph = self
    var needed: Set<Int> = []
    var kept: Set<Int> = []
    for index in self.nodes.indices.reversed() {
      let node = self.nodes[index]
      guard
        nodes.contains(index) || node.outputs.contains(where: { $0.map(needed.contains) ?? false })
      else { continue }
      kept.insert(index)
      needed.formUnion(node.inputs.compactMap(\.self))
    }
    graph.nodes = self.nodes.indices.filter(kept.contains).map { self.nodes[$0] }
    graph.constants = constants.filter { needed.contains($0.value) }
    graph.outputs = []
    return graph
  }

  /// The nodes that read the input over windows or at single places alone, from the input on: those
  /// that may run in bands of rows.
  package var rowNodes: Set<Int> {
    var (streamed, found): (Set<Int>, Set<Int>) = (Set(inputs.compactMap { numbers[$0.name] }), [])
    var blocked: Set<Int> = []
    for (index, node) in nodes.enumerated() {
      let values = node.inputs.compactMap(\.self)
      if values.contains(where: blocked.contains) {
        blocked.formUnion(node.outputs.compactMap(\.self))
      } else if values.contains(where: streamed.contains) {
        if node.operation is any Windowed || RowStep.pointwise.contains(node.type) {
          streamed.formUnion(node.outputs.compactMap(\.self))
          found.insert(index)
        } else {
          blocked.formUnion(node.outputs.compactMap(\.self))
        }
      }
    }
    return found
  }

  /// The first node that depends on the input and is not one of these; `nil` when all are.
  package func firstNode(outside nodes: Set<Int>) -> Int? {
    var values = Set(inputs.compactMap { numbers[$0.name] })
    for (index, node) in self.nodes.enumerated()
    where node.inputs.contains(where: { $0.map(values.contains) ?? false }) {
      guard nodes.contains(index) else { return index }
      values.formUnion(node.outputs.compactMap(\.self))
    }
    return nil
  }

  /// The convolutions.
  package var windowNodes: [Int] { nodes.indices.filter { nodes[$0].type == "Conv" } }

  /// The short name of a node.
  package func name(ofNode node: Int) -> String { nodes[node].shortName }
}
