/// Runs a graph; weights are read and prepared once.
package final class GraphRunner {
  /// The graph.
  package let graph: Graph
  private let context: RunContext
  private var operations: [any Operation]
  private var constants: [Tensor?]
  /// For each value, the last node that reads it; −1 for values that nobody reads.
  private let lastReaders: [Int]
  private var heldBytes = 0
  /// For each node, whether its outputs are constants.
  private var isFolded: [Bool]

  /// Reads the weights of a graph.
  ///
  /// - Throws: ``ONNXError`` when weights are damaged or need more memory than allowed.
  package init(_ graph: Graph, _ context: RunContext) throws(ONNXError) {
    self.graph = graph
    self.context = context
    operations = graph.nodes.map(\.operation)
    constants = [Tensor?](repeating: nil, count: graph.names.count)
    isFolded = graph.nodes.map { _ in false }
    var last = [Int](repeating: -1, count: graph.names.count)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs.compactMap(\.self) { last[input] = index }
    }
    lastReaders = last
    try readWeights()
    try prepare()
  }

  private func readWeights() throws(ONNXError) {
    var bytes = 0
    for (_, record) in graph.constants {
      let (sum, overflow) = bytes.addingReportingOverflow(
        try record.count() * record.type().heldByteCount)
      guard !overflow, sum <= context.memoryLimit else {
        throw ONNXError(
          .overLimit,
          "the weights need more than the \(context.memoryLimit >> 20) MB of --max-memory")
      }
      bytes = sum
    }
    heldBytes = bytes
    for (value, record) in graph.constants {
      constants[value] = try record.tensor(graph.file, graph.files)
    }
  }

  /// Computes what depends on constants only, and lets operations prepare their constant inputs,
  /// such as the weights of a convolution.
  private func prepare() throws(ONNXError) {
    for (index, node) in graph.nodes.enumerated() {
      let inputs = Operands(tensors: node.inputs.map { $0.flatMap { constants[$0] } })
      guard node.inputs.contains(where: { $0 != nil && constants[$0 ?? 0] == nil }) else {
        let results = try run(index, node, constants)
        for (output, tensor) in zip(node.outputs, results) {
          guard let output else { continue }
          try hold(tensor, node)
          constants[output] = tensor
        }
        isFolded[index] = true
        continue
      }
      do throws(ONNXError) {
        operations[index] = try operations[index].prepared(inputs, context)
      } catch { throw error.about(node.place) }
    }
  }

  private func hold(_ tensor: Tensor, _ node: GraphNode) throws(ONNXError) {
    heldBytes += tensor.heldBytes
    guard heldBytes <= context.memoryLimit else { throw overLimit.about(node.place) }
  }

  private var overLimit: ONNXError {
    ONNXError(
      .overLimit, "the tensors need more than the \(context.memoryLimit >> 20) MB of --max-memory")
  }

  /// Computes some values of the graph.
  ///
  /// - Parameters:
  ///   - inputs: A tensor for each input of the graph.
  ///   - outputs: The names of the wanted values.
  ///   - observe: Receives each computed value with the number of its node.
  /// - Returns: The wanted values in order.
  /// - Throws: ``ONNXError`` with the name of the node that failed.
  package func run(
    _ inputs: [String: Tensor], outputs: [String],
    observe: ((_ node: Int, _ name: String, _ tensor: Tensor) -> Void)? = nil
  ) throws(ONNXError) -> [Tensor] {
    let wanted = try outputs.mapThrowing(number(of:))
    var values = constants
    for input in graph.inputs {
      guard let tensor = inputs[input.name], let number = graph.numbers[input.name] else {
        throw ONNXError(.damaged, "input '\(input.name)' (\(input.description)) is missing")
      }
      try input.check(tensor)
      values[number] = tensor
    }
    let kept = Set(wanted)
    let needed = needed(for: wanted, observesAll: observe != nil)
    var live = heldBytes
    for (index, node) in graph.nodes.enumerated() where needed[index] && !isFolded[index] {
      let results = try run(index, node, values)
      for (output, tensor) in zip(node.outputs, results) {
        guard let output else { continue }
        live += tensor.heldBytes
        guard live <= context.memoryLimit else { throw overLimit.about(node.place) }
        observe?(index, graph.names[output], tensor)
        values[output] = tensor
      }
      for value in Set((node.inputs + node.outputs).compactMap(\.self))
      where lastReaders[value] <= index && !kept.contains(value) && constants[value] == nil {
        live -= values[value]?.heldBytes ?? 0
        values[value] = nil
      }
    }
    var results: [Tensor] = []
    for (number, name) in zip(wanted, outputs) {
      guard let tensor = values[number] else {
        throw ONNXError(.damaged, "'\(name)' was not computed")
      }
      results.append(tensor)
    }
    return results
  }

  private func number(of name: String) throws(ONNXError) -> Int {
    guard let number = graph.numbers[name] else {
      throw ONNXError(.noInput, "the graph has no tensor '\(name)'")
    }
    return number
  }

  private func run(
    _ index: Int, _ node: GraphNode, _ values: [Tensor?]
  ) throws(ONNXError) -> [Tensor] {
    do throws(ONNXError) {
      let results = try operations[index].run(
        Operands(tensors: node.inputs.map { $0.flatMap { values[$0] } }), context)
      for (place, output) in node.outputs.enumerated() where output != nil && place >= results.count
      {
        throw ONNXError(.unsupported, "output \(place + 1) is not supported")
      }
      return results
    } catch { throw error.about(node.place) }
  }

  /// Which nodes the wanted values depend on.
  private func needed(for wanted: [Int], observesAll: Bool) -> [Bool] {
    guard !observesAll else { return graph.nodes.map { _ in true } }
    var values = Set(wanted)
    var needed = graph.nodes.map { _ in false }
    for index in graph.nodes.indices.reversed() {
      let node = graph.nodes[index]
      guard node.outputs.contains(where: { $0.map(values.contains) ?? false }) else { continue }
      needed[index] = true
      values.formUnion(node.inputs.compactMap(\.self))
    }
    return needed
  }
}

extension GraphNode {
  /// The operator and the name of the node, for messages.
  var place: String { "\(type) '\(name)'" }
}

extension Array {
  /// The results of a closure that throws a typed error.
  func mapThrowing<Result>(
    _ body: (Element) throws(ONNXError) -> Result
  ) throws(ONNXError) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self { results.append(try body(element)) }
    return results
  }
}
