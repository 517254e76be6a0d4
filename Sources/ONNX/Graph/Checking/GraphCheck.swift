/// Checks whether the program knows everything that a model asks for.
enum GraphCheck {
  /// Requires that all operators, opsets, attributes and types are known.
  ///
  /// - Throws: ``ONNXError`` with `unsupported`; the message names each problem and its nodes.
  static func requireSupported(_ model: ModelFile) throws(ONNXError) {
    var problems = Problems()
    let opset = model.opsets[""] ?? 1
    if !OperatorList.opsets.contains(opset) {
      problems.add(
        "opset \(opset) (known: \(OperatorList.opsets.lowerBound) to "
          + "\(OperatorList.opsets.upperBound))", node: nil)
    }
    if model.sparseInitializers > 0 { problems.add("sparse initializers", node: nil) }
    for record in model.initializers where ElementType(rawValue: record.typeNumber) == nil {
      problems.add(
        "initializer of type \(ElementType.name(ofNumber: record.typeNumber))", node: record.name)
    }
    for input in model.inputs where input.type.flatMap(ElementType.init) == nil {
      let type = input.type.map(ElementType.name(ofNumber:)) ?? "that is no tensor"
      let readers = Set(model.nodes.filter { $0.inputs.contains(input.name) }.map(\.operatorName))
      let names = readers.isEmpty ? "" : " for operator \(readers.sorted().joined(separator: ", "))"
      problems.add("input of type \(type)\(names)", node: input.name)
    }
    for node in model.nodes { check(node, opset, model.file, &problems) }
    guard problems.isEmpty else {
      throw ONNXError(.unsupported, "not supported: \(problems.text)")
    }
  }

  private static func check(
    _ node: NodeRecord, _ opset: Int, _ file: ModelBytes, _ problems: inout Problems
  ) {
    let name = node.shownName
    guard node.domain.isEmpty, let entry = OperatorList.entries[node.type] else {
      return problems.add("operator \(node.operatorName)", node: name)
    }
    if opset < entry.since {
      problems.add("\(node.type) of opset \(opset) (known from \(entry.since))", node: name)
    }
    if !entry.inputs.contains(node.inputs.count) {
      problems.add("\(node.type) with \(node.inputs.count) inputs", node: name)
    }
    if node.outputs.count > entry.outputs {
      problems.add("\(node.type) with \(node.outputs.count) outputs", node: name)
    }
    var attributes = Attributes(node, opset: opset, file)
    _ = entry.make(&attributes)
    for complaint in attributes.allComplaints {
      problems.add("\(node.type): \(complaint)", node: name)
    }
  }

  /// Creates a node whose operator is known.
  static func node(
    _ node: NodeRecord, opset: Int, _ table: ValueTable, _ file: ModelBytes
  ) throws(ONNXError) -> GraphNode {
    guard let entry = OperatorList.entries[node.type] else {
      throw ONNXError(.unsupported, "not supported: operator \(node.operatorName)")
    }
    var attributes = Attributes(node, opset: opset, file)
    var inputs: [Int?] = []
    for input in node.inputs {
      guard !input.isEmpty else {
        inputs.append(nil)
        continue
      }
      guard let number = table.number(input) else {
        throw ONNXError(
          .damaged, "node '\(node.shownName)' reads '\(input)', which nothing provides")
      }
      inputs.append(number)
    }
    return GraphNode(
      name: node.shownName, type: node.type, inputs: inputs,
      outputs: node.outputs.map { $0.isEmpty ? nil : table.number($0) },
      operation: entry.make(&attributes))
  }

  /// What is not supported, each with the nodes that ask for it.
  private struct Problems {
    private var order: [String] = []
    private var nodes: [String: [String]] = [:]

    var isEmpty: Bool { order.isEmpty }

    mutating func add(_ problem: String, node: String?) {
      if nodes[problem] == nil {
        order.append(problem)
        nodes[problem] = []
      }
      if let node { nodes[problem]?.append("'\(node)'") }
    }

    var text: String {
      order.map { problem in
        let nodes = nodes[problem] ?? []
        return nodes.isEmpty ? problem : "\(problem) (\(nodes.joined(separator: ", ")))"
      }.joined(separator: "; ")
    }
  }
}
