/// The tensors of a file that hold the weights and biases of the layers.
///
/// Three rules apply in turn, because other programs rename tensors when they save a model. First,
/// the tensors have the layers' names, as in `conv2d_1.weight`. Second, all names have a common
/// prefix, as in `module.conv2d_1.weight`. Third, any names are accepted if only one assignment
/// fits the shapes.
struct LayerTensors {
  /// The part of the tensor names before `.weight`, by layer; `nil` for layers without weights.
  let stems: [String?]

  /// Finds the tensors of the layers.
  ///
  /// - Returns: `nil` when the tensors of the file do not fit.
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

  /// Returns the possible prefixes of the layers' names, the shortest first.
  private static func prefixes(
    _ layers: [LayerDescription], _ names: some Sequence<String>
  ) -> [String] {
    guard let first = layers.first(where: \.hasWeights) else { return [""] }
    let end = "\(first.name).weight"
    return names.filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
      .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}
