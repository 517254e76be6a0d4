/// A node of a checked graph; values are numbers into the graph's list.
struct GraphNode {
  /// The name of the node, or of its first output.
  let name: String
  /// The name of the operator.
  let type: String
  /// The values that the node reads; `nil` where an optional one is left out.
  let inputs: [Int?]
  /// The values that the node computes; `nil` where nobody wants one.
  let outputs: [Int?]
  /// What the node computes.
  var operation: any Operation
  /// A short name for files and tables, different for all nodes of a graph.
  var shortName = ""
}

extension GraphNode {
  /// The operator and the name of the node, for messages.
  var place: String { "\(type) '\(name)'" }
}
