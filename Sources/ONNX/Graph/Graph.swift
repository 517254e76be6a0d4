/// A checked graph: every operator and attribute is known, every value has one origin.
package struct Graph {
  /// The inputs that a run has to provide.
  package internal(set) var inputs: [GraphInput]
  /// The names of the outputs.
  package internal(set) var outputs: [String]
  /// Texts of the model, such as class names.
  package let metadata: [String: String]
  /// The names of all values: the first is that of value 0.
  let names: [String]
  /// The numbers of values by their names.
  let numbers: [String: Int]
  /// The nodes in an order in which every value is computed before it is read.
  var nodes: [GraphNode]
  /// The values that the file provides.
  var constants: [(value: Int, record: TensorRecord)]
  let file: ModelBytes
  let files: ExternalFiles

  /// Checks a model.
  ///
  /// - Parameters:
  ///   - model: The parts of the file.
  ///   - folder: The folder of the model, for weights in files of their own.
  /// - Throws: ``ONNXError`` with `unsupported` that names everything unknown, or with `damaged`
  ///   when values are missing, computed twice or computed from themselves.
  package init(_ model: ModelFile, folder: String?) throws(ONNXError) {
    try GraphCheck.requireSupported(model)
    var table = ValueTable()
    file = model.file
    files = ExternalFiles(folder: folder)
    metadata = model.metadata
    var constants: [(value: Int, record: TensorRecord)] = []
    for record in model.initializers {
      constants.append((try table.define(record.name, "initializer"), record))
    }
    var inputs: [GraphInput] = []
    for input in model.inputs where table.number(input.name) == nil {
      // Old files list the initializers among the inputs.
      guard let type = input.type.flatMap(ElementType.init) else {
        throw ONNXError(.damaged, "input '\(input.name)' has no type")
      }
      _ = try table.define(input.name, "input")
      inputs.append(GraphInput(name: input.name, type: type, shape: input.shape))
    }
    let known = table.names.count
    for node in model.nodes {
      for output in node.outputs where !output.isEmpty {
        _ = try table.define(output, "output of node '\(node.shownName)'")
      }
    }
    let opset = model.opsets[""] ?? 1
    var nodes: [GraphNode] = []
    for node in model.nodes {
      nodes.append(try GraphCheck.node(node, opset: opset, table, model.file))
    }
    self.nodes = try GraphOrder.sorted(nodes, known: known, names: table.names)
    for (index, name) in NodeNames.short(self.nodes).enumerated() {
      self.nodes[index].shortName = name
    }
    for output in model.outputs where table.number(output.name) == nil {
      throw ONNXError(.damaged, "output '\(output.name)' is computed by no node")
    }
    outputs = model.outputs.map(\.name)
    self.inputs = inputs
    self.constants = constants
    (names, numbers) = (table.names, table.numbers)
  }

  /// The number of nodes.
  package var nodeCount: Int { nodes.count }

  /// Whether the graph has a tensor of this name.
  package func has(_ name: String) -> Bool { numbers[name] != nil }

  /// The names of the operators in use, with the number of their nodes, in alphabetical order.
  package var operators: [(name: String, count: Int)] {
    Dictionary(grouping: nodes, by: \.type).map { ($0.key, $0.value.count) }
      .sorted { $0.0 < $1.0 }
  }
}
