import ConvCore
import Foundation

/// What a network is, apart from the numbers it has learned.
struct Architecture {
  var layers: [LayerDescription]
  /// Channels, height and width of what enters.
  var inputShape: TensorShape
  /// What samples are divided by.
  var inputDivisor: Float = 255
  var classNames = Network.digits

  /// Describes a network.
  init(_ network: Network) {
    layers = network.stages.map(LayerDescription.init)
    inputShape = network.inputShape
    inputDivisor = network.inputDivisor
    classNames = network.classNames
  }

  /// Reads the metadata of a file, or finds one of this program's networks that the shapes of its
  /// tensors belong to: other programs keep the tensors and lose the metadata.
  ///
  /// - Throws: ``ModelFileError`` when neither is possible.
  init(of file: Safetensors) throws(ModelFileError) {
    guard let text = file.metadata["architecture"] else {
      guard let found = Architecture.matching(file) else {
        throw ModelFileError(Architecture.unknown(file))
      }
      self = found
      return
    }
    guard
      let layers = try? JSONDecoder().decode([LayerDescription].self, from: Data(text.utf8)),
      !layers.isEmpty
    else { throw ModelFileError("damaged architecture in the metadata") }
    self.layers = layers
    let sides = (file.metadata["input_shape"] ?? "").split(separator: ",").map { Int($0) ?? 0 }
    guard sides.count == 3, sides.allSatisfy({ (1...65536).contains($0) }) else {
      throw ModelFileError("damaged input_shape in the metadata")
    }
    inputShape = TensorShape(channels: sides[0], height: sides[1], width: sides[2])
    if let names = file.metadata["class_names"].flatMap({
      try? JSONDecoder().decode([String].self, from: Data($0.utf8))
    }) {
      classNames = names
    }
    if let divisor = file.metadata["input_divisor"].flatMap(Float.init), divisor > 0,
      divisor.isFinite
    {
      inputDivisor = divisor
    }
  }

  /// The metadata of a model file.
  var metadata: [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let layers = (try? encoder.encode(layers)) ?? Data()
    let names = (try? encoder.encode(classNames)) ?? Data()
    return [
      "architecture": String(decoding: layers, as: UTF8.self),
      "class_names": String(decoding: names, as: UTF8.self),
      "input_shape": "\(inputShape.channels),\(inputShape.height),\(inputShape.width)",
      "input_divisor": "\(inputDivisor)",
    ]
  }

  // MARK: From shapes

  /// The network of the slides, or the multilayer perceptron with as many hidden units as the
  /// tensors have.
  private static func matching(_ file: Safetensors) -> Architecture? {
    let cnn = Architecture(Network.cnn(seed: 0))
    if LayerTensors(cnn.layers, in: file) != nil { return cnn }
    let hidden = Set(
      file.entries.compactMap { entry in
        entry.shape.count == 2 && entry.shape[1] == 784 ? entry.shape[0] : nil
      })
    for count in hidden.sorted() where (1...65536).contains(count) {
      var mlp = Architecture(Network.mlp(hidden: 1, seed: 0))
      mlp.layers[1].outputs = count
      mlp.layers[2].inputs = count
      if LayerTensors(mlp.layers, in: file) != nil { return mlp }
    }
    return nil
  }

  private static func unknown(_ file: Safetensors) -> String {
    let types = Set(file.otherEntries.map(\.type)).sorted()
    let others =
      types.isEmpty ? "" : "; tensors of type \(types.joined(separator: ", ")) are not read"
    return "no architecture in the metadata, and the shapes of the tensors are not those of "
      + "train-mnist's cnn or mlp: --architecture takes it from another model\(others)"
  }
}
