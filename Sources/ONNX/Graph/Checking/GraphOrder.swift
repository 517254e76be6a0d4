/// The order in which the nodes of a graph are computed.
enum GraphOrder {
  /// Sorts nodes so that every value is computed before it is read.
  ///
  /// - Parameters:
  ///   - nodes: The nodes in the order of the file, which is kept where it is right.
  ///   - known: The number of values that no node computes; they have the smallest numbers.
  ///   - names: The names of the values.
  /// - Returns: The same nodes in an order in which they can run.
  /// - Throws: ``ONNXError`` for a cycle.
  static func sorted(
    _ nodes: [GraphNode], known: Int, names: [String]
  ) throws(ONNXError) -> [GraphNode] {
    var readers = [[Int]](repeating: [], count: names.count)
    var missing = [Int](repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs.compactMap(\.self) where input >= known {
        readers[input].append(index)
        missing[index] += 1
      }
    }
    var order: [Int] = []
    var ready = nodes.indices.filter { missing[$0] == 0 }
    while !ready.isEmpty {
      order += ready
      var next: [Int] = []
      for index in ready {
        for output in nodes[index].outputs.compactMap(\.self) {
          for reader in readers[output] {
            missing[reader] -= 1
            if missing[reader] == 0 { next.append(reader) }
          }
        }
      }
      ready = next
    }
    guard order.count == nodes.count else {
      let node = nodes.indices.first { missing[$0] > 0 }.map { nodes[$0].name } ?? ""
      throw ONNXError(.damaged, "the graph has a cycle: node '\(node)' reads what depends on it")
    }
    return isSorted(missingFrom: nodes, known: known) ? nodes : order.map { nodes[$0] }
  }

  /// Whether the order of the file is right already.
  private static func isSorted(missingFrom nodes: [GraphNode], known: Int) -> Bool {
    var computed: Set<Int> = []
    for node in nodes {
      for input in node.inputs.compactMap(\.self) where input >= known {
        guard computed.contains(input) else { return false }
      }
      computed.formUnion(node.outputs.compactMap(\.self))
    }
    return true
  }
}
