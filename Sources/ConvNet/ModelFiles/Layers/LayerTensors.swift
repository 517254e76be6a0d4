/// The tensors of a file that hold the parameters of the layers.
///
/// Three rules apply in turn, because other programs rename tensors when they save a model. First,
/// the tensors have the layers' names, as in `conv2d_1.weight`. Second, all names have a common
/// prefix, as in `module.conv2d_1.weight`. Third, any names are accepted if only one assignment
/// fits the shapes.
struct LayerTensors {
  /// The part of the tensor names before `.weight`, by layer; `nil` for layers without parameters.
  let stems: [String?]

  /// A layer's name, and the names and shapes of its parameters.
  typealias Layer = (name: String, parameters: [ParameterShape])

  /// Finds the tensors of the layers.
  ///
  /// - Returns: `nil` when the tensors of the file do not fit.
  init?(_ layers: [Layer], in file: Safetensors) {
    let shapes = Dictionary(
      file.entries.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    func fits(_ stem: String, _ layer: Layer) -> Bool {
      layer.parameters.allSatisfy { shapes["\(stem).\($0.name)"] == $0.shape }
    }
    for prefix in LayerTensors.prefixes(layers, shapes.keys)
    where layers.allSatisfy({ fits(prefix + $0.name, $0) }) {
      stems = layers.map { $0.parameters.isEmpty ? nil : prefix + $0.name }
      return
    }
    var stems: [String?] = []
    var taken: Set<String> = []
    for layer in layers {
      guard let first = layer.parameters.first else {
        stems.append(nil)
        continue
      }
      let suffix = ".\(first.name)"
      let fitting = shapes.keys.filter { $0.hasSuffix(suffix) }
        .map { String($0.dropLast(suffix.count)) }.filter { fits($0, layer) }
      guard fitting.count == 1, taken.insert(fitting[0]).inserted else { return nil }
      stems.append(fitting[0])
    }
    self.stems = stems
  }

  /// Returns the possible prefixes of the layers' names, the shortest first.
  private static func prefixes(_ layers: [Layer], _ names: some Sequence<String>) -> [String] {
    guard let first = layers.first(where: { !$0.parameters.isEmpty }) else { return [""] }
    let end = "\(first.name).\(first.parameters[0].name)"
    return names.filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
      .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}
