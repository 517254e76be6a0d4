import Foundation

extension Graph {
  /// The names of the classes in the metadata, under the keys that exporters use; empty without any.
  ///
  /// A list as JSON, or an object of numbers and names, also as Python prints it.
  package var classNames: [String] {
    for key in ["class_names", "names", "labels", "classes"] {
      guard let text = metadata[key] else { continue }
      let names = Graph.names(text)
      if !names.isEmpty { return names }
    }
    return []
  }

  private static func names(_ text: String) -> [String] {
    let data = Data(text.utf8)
    if let list = try? JSONDecoder().decode([String].self, from: data) { return list }
    // {0: 'cat', 1: 'dog'}
    let quoted = text.replacing(/([{,]\s*)(\d+)\s*:/) { "\($0.1)\"\($0.2)\":" }
      .replacing("'", with: "\"")
    guard
      let pairs = try? JSONDecoder().decode([String: String].self, from: Data(quoted.utf8))
    else { return [] }
    let numbers = pairs.keys.compactMap(Int.init).sorted()
    guard numbers == Array(0..<pairs.count) else { return [] }
    return numbers.map { pairs[String($0)] ?? "" }
  }

  /// The same graph with an input whose height and width may be any.
  ///
  /// Nodes that need the size that the model says fail when they run.
  package func withOpenSides() -> Graph {
    var graph = self
    graph.inputs = inputs.map { input in
      guard var shape = input.shape, shape.count == 4 else { return input }
      let isLast = shape[3] == .fixed(3) || shape[3] == .fixed(1)
      let places = isLast && shape[1] != .fixed(3) && shape[1] != .fixed(1) ? 1...2 : 2...3
      for place in places { shape[place] = .free(place == places.lowerBound ? "height" : "width") }
      return GraphInput(name: input.name, type: input.type, shape: shape)
    }
    return graph
  }
}
