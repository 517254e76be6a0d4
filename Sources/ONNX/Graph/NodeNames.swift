/// Short names of nodes for files and tables.
///
/// PyTorch writes the path of a module and the operator, `/layer1/layer1.0/conv1/Conv`: this
/// becomes `layer1.0.conv1`.
enum NodeNames {
  /// Returns a name for each node; all are different.
  static func short(_ nodes: [GraphNode]) -> [String] {
    let scopes = nodes.map { scope($0.name) }
    var uses: [String: Int] = [:]
    for scope in scopes where !scope.isEmpty { uses[scope, default: 0] += 1 }
    var taken: Set<String> = []
    return zip(nodes, scopes).map { node, scope in
      let last = node.name.split(separator: "/").last.map(String.init) ?? node.type
      let parts = scope.isEmpty ? [last] : uses[scope] == 1 ? [scope] : [scope, last]
      let name = parts.joined(separator: ".")
      if taken.insert(name).inserted { return name }
      var number = 2
      while !taken.insert("\(name)_\(number)").inserted { number += 1 }
      return "\(name)_\(number)"
    }
  }

  /// The module of a node: the path without the operator, without parts that the next one repeats.
  private static func scope(_ name: String) -> String {
    guard name.hasPrefix("/") else { return "" }
    let parts = name.split(separator: "/").dropLast().map(String.init)
    let kept = parts.indices.filter { index in
      index + 1 == parts.count || !parts[index + 1].hasPrefix(parts[index] + ".")
    }
    return kept.map { parts[$0] }.joined(separator: ".")
  }
}
