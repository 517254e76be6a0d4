import ConvNet
import ImageCodecs

/// A network with the name that messages give it.
struct LoadedModel {
  let network: Network
  /// The path as the user gave it, or the path of the default model.
  let name: String

  /// Loads a model, and protects its files from being overwritten.
  ///
  /// - Parameters:
  ///   - path: A model file or the folder of a run; `nil` for the default model.
  ///   - architecture: A model that provides the layers.
  ///   - quiet: Whether the note about a default model is left out.
  /// - Throws: ``Failure`` with 66 when there is no such file, with 64 or 65 when it is not a model
  ///   that fits.
  init(_ path: String?, architecture: String? = nil, quiet: Bool = false) throws {
    guard let path else {
      self = try DefaultModel.load(quiet: quiet)
      return
    }
    for file in [path] + (architecture.map { [$0] } ?? []) { try ModelStore.require(file) }
    if GraphStore.holdsForeign(path) {
      throw Failure(
        .damagedInput,
        "\(path): an .onnx model of another program, which predict, summary, maps, cam, run, "
          + "convert and bench infer take")
    }
    self.init(network: try ModelStore.load(path, architecture: architecture), name: path)
  }

  init(network: Network, name: String) {
    self.network = network
    self.name = name
  }
}
