package import ConvNet

/// Runs a graph; weights are read and prepared once.
package final class GraphRunner {
  /// The graph.
  package let graph: Graph
  let context: RunContext
  private(set) var operations: [any Operation]
  private(set) var constants: [Tensor?]
  /// For each value, the last node that reads it; −1 for values that nobody reads.
  private let lastReaders: [Int]
  private var heldBytes = 0
  /// By node, the operation that computes the Relu behind it as well.
  private var fusions: [Int: Fusion] = [:]

  private struct Fusion {
    let operation: any Operation
    /// The node of the Relu.
    let reader: Int
    /// The value of the Relu.
    let output: Int
  }
  /// For each node, whether its outputs are constants.
  private(set) var isFolded: [Bool]
  /// The shapes of all values that do not depend on the inputs.
  private(set) var constantShapes: [Int: [Int]] = [:]
  /// The values that are learned: floats from the file.
  let learned: Set<Int>
  /// A short name for each node.
  package let shortNames: [String]

  /// Reads the weights of a graph.
  ///
  /// - Throws: ``ONNXError`` when weights are damaged or need more memory than allowed.
  package init(_ graph: Graph, _ context: RunContext) throws(ONNXError) {
    self.graph = graph
    self.context = context
    operations = graph.nodes.map(\.operation)
    constants = [Tensor?](repeating: nil, count: graph.names.count)
    isFolded = graph.nodes.map { _ in false }
    shortNames = graph.nodes.map(\.shortName)
    learned = Set(
      graph.constants.filter {
        ElementType(rawValue: $0.record.typeNumber)?.isFloatingPoint ?? false
      }.map(\.value))
    var last = [Int](repeating: -1, count: graph.names.count)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs.compactMap(\.self) { last[input] = index }
    }
    lastReaders = last
    try checkWeights()
    try prepare()
    fuse()
  }

  private func checkWeights() throws(ONNXError) {
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
  }

  /// The number of a node among those that depend on the inputs, counted from 1.
  package func number(of node: Int) -> Int { isFolded[...node].count { !$0 } }

  /// The number of nodes that depend on the inputs.
  package var computedCount: Int { isFolded.count { !$0 } }

  /// Lets operations that are followed by Relu alone do both at once.
  private func fuse() {
    var readers = [Int](repeating: 0, count: graph.names.count)
    var makers = [Int?](repeating: nil, count: graph.names.count)
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs.compactMap(\.self) { readers[input] += 1 }
      for output in node.outputs.compactMap(\.self) { makers[output] = index }
    }
    let results = Set(graph.outputs.compactMap { graph.numbers[$0] })
    for (index, node) in graph.nodes.enumerated() where ["Relu", "Clip"].contains(node.type) {
      guard let input = node.inputs.first.flatMap(\.self), readers[input] == 1,
        !results.contains(input), let maker = makers[input], !isFolded[maker],
        let operation = fused(operations[maker], with: index), let output = node.outputs[0]
      else { continue }
      fusions[maker] = Fusion(operation: operation, reader: index, output: output)
    }
  }

  /// An operation followed by the Relu, or the Clip from 0 on, of a node.
  private func fused(_ operation: any Operation, with index: Int) -> (any Operation)? {
    let node = graph.nodes[index]
    if node.type == "Relu" { return operation.rectified() }
    guard let limits = operations[index] as? SelectionOperations.Limits else { return nil }
    let inputs = Operands(tensors: node.inputs.map { $0.flatMap { constants[$0] } })
    // A limit that is computed from the input is none that is known now.
    guard node.inputs.dropFirst().allSatisfy({ $0.map { constants[$0] != nil } ?? true }),
      let ceiling = limits.ceilingAboveZero(inputs)
    else { return nil }
    return operation.clipped(below: ceiling)
  }

  /// Computes what depends on constants only, and lets operations prepare their constant inputs,
  /// such as the weights of a convolution.
  ///
  /// A weight is read when the first node needs it and freed when all nodes that read it have laid it
  /// out for themselves, so that a model is not held twice.
  private func prepare() throws(ONNXError) {
    var records: [Int: TensorRecord] = [:]
    for (value, record) in graph.constants {
      records[value] = record
      constantShapes[value] = record.shape
    }
    var readers = [Int](repeating: 0, count: graph.names.count)
    for input in graph.nodes.flatMap(\.inputs).compactMap(\.self) { readers[input] += 1 }
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs.compactMap(\.self) where constants[input] == nil {
        constants[input] = try records[input]?.tensor(graph.file, graph.files)
      }
      defer {
        let released = operations[index].releasedInputs
        for (place, input) in node.inputs.enumerated() {
          guard let input, isFolded[index] || released.contains(place) else { continue }
          readers[input] -= 1
          if readers[input] == 0 && records[input] != nil { constants[input] = nil }
        }
      }
      let inputs = Operands(tensors: node.inputs.map { $0.flatMap { constants[$0] } })
      guard node.inputs.contains(where: { $0 != nil && constantShapes[$0 ?? 0] == nil }) else {
        let results = try run(operations[index], node, constants)
        for (output, tensor) in zip(node.outputs, results) {
          guard let output else { continue }
          try hold(tensor, node)
          constants[output] = tensor
          constantShapes[output] = tensor.shape
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
  ///   - algorithm: How 3×3 convolutions are summed. Maps have the bits of the definition only with
  ///     `direct`.
  ///   - observe: Receives each computed value with the number of its node.
  ///   - refused: Receives the nodes that cannot take the size of the input; the run then goes on
  ///     without them and what depends on them. `nil` ends the run there.
  /// - Returns: The wanted values in order.
  /// - Throws: ``ONNXError`` with the name of the node that failed.
  package func run(
    _ inputs: [String: Tensor], outputs: [String], algorithm: ConvolutionAlgorithm = .direct,
    observe: ((_ node: Int, _ name: String, _ tensor: Tensor) -> Void)? = nil,
    refused: ((_ node: Int, _ error: ONNXError) -> Void)? = nil
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
    var isDone = isFolded
    var missing: Set<Int> = []
    for (index, node) in graph.nodes.enumerated() where needed[index] && !isDone[index] {
      if !missing.isEmpty, node.inputs.contains(where: { $0.map(missing.contains) ?? false }) {
        missing.formUnion(node.outputs.compactMap(\.self))
        continue
      }
      let fusion =
        observe == nil
        ? fusions[index].flatMap { fusion -> Fusion? in
          let isHidden = node.outputs.allSatisfy { $0.map { !kept.contains($0) } ?? true }
          return isHidden && needed[fusion.reader] ? fusion : nil
        } : nil
      let results: [Tensor]
      do throws(ONNXError) {
        let operation = fusion?.operation ?? operations[index]
        let faster = algorithm == .winograd ? operation.faster() : nil
        results = try run(faster ?? operation, node, values)
        if refused != nil { try requireOneImage(results, node) }
      } catch {
        guard let refused, error.code != .overLimit else { throw error }
        refused(index, error)
        missing.formUnion(node.outputs.compactMap(\.self))
        continue
      }
      if let fusion { isDone[fusion.reader] = true }
      for (output, tensor) in zip(fusion.map { [$0.output] } ?? node.outputs, results) {
        guard let output else { continue }
        live += tensor.heldBytes
        guard live <= context.memoryLimit else { throw overLimit.about(node.place) }
        observe?(index, graph.names[output], tensor)
        values[output] = tensor
      }
      let ended = fusion.map { graph.nodes[$0.reader].outputs } ?? []
      for value in Set((node.inputs + node.outputs + ended).compactMap(\.self))
      where lastReaders[value] <= index && !kept.contains(value) && constants[value] == nil {
        live -= values[value]?.heldBytes ?? 0
        values[value] = nil
      }
    }
    var results: [Tensor] = []
    for (number, name) in zip(wanted, outputs) {
      if let tensor = values[number] {
        results.append(tensor)
      } else if let record = graph.constants.first(where: { $0.value == number })?.record {
        // The weights of a layer, which were freed when the layer had laid them out.
        results.append(try record.tensor(graph.file, graph.files))
      } else {
        throw ONNXError(.damaged, "'\(name)' was not computed")
      }
    }
    return results
  }

  /// A reshape to lengths of another size may turn one image into several: such maps mean nothing.
  private func requireOneImage(_ results: [Tensor], _ node: GraphNode) throws(ONNXError) {
    for tensor in results where tensor.rank >= 2 && tensor.shape[0] > 1 {
      throw ONNXError(.damaged, "\(node.place): one image became \(tensor.shape[0])")
    }
  }

  private func number(of name: String) throws(ONNXError) -> Int {
    guard let number = graph.numbers[name] else {
      throw ONNXError(.noInput, "the graph has no tensor '\(name)'")
    }
    return number
  }

  private func run(
    _ operation: any Operation, _ node: GraphNode, _ values: [Tensor?]
  ) throws(ONNXError) -> [Tensor] {
    do throws(ONNXError) {
      let results = try operation.run(
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
