/// Which tensors of a file hold the weights and biases of the layers.
///
/// They have the layers' names, as in `conv2d_1.weight`; else these names with something before
/// them (`module.conv2d_1.weight`); else any names, if their shapes leave no choice. Other programs
/// rename tensors when they save them.
struct LayerTensors {
  /// For each layer what stands before `.weight`; `nil` for layers without weights.
  let stems: [String?]

  /// Finds the tensors of layers.
  ///
  /// - Returns: `nil` when there are none that fit.
  init?(_ layers: [LayerDescription], in file: Safetensors) {
    let shapes = Dictionary(
      file.entries.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    func fits(_ stem: String, _ layer: LayerDescription) -> Bool {
      guard let weight = layer.weightShape else { return false }
      return shapes["\(stem).weight"] == weight && shapes["\(stem).bias"] == [weight[0]]
    }
    for prefix in LayerTensors.prefixes(layers, shapes.keys)
    where layers.allSatisfy({ !$0.hasWeights || fits(prefix + $0.name, $0) }) {
      stems = layers.map { $0.hasWeights ? prefix + $0.name : nil }
      return
    }
    let suffix = ".weight"
    let known = shapes.keys.filter { $0.hasSuffix(suffix) }.map {
      String($0.dropLast(suffix.count))
    }
    var stems: [String?] = []
    for layer in layers {
      guard layer.hasWeights else {
        stems.append(nil)
        continue
      }
      let fitting = known.filter { fits($0, layer) }
      guard fitting.count == 1, !stems.contains(fitting[0]) else { return nil }
      stems.append(fitting[0])
    }
    self.stems = stems
  }

  /// What may stand before the layers' names, the shortest first.
  private static func prefixes(
    _ layers: [LayerDescription], _ names: some Sequence<String>
  ) -> [String] {
    guard let first = layers.first(where: \.hasWeights) else { return [""] }
    let end = "\(first.name).weight"
    return names.filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
      .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}
