import ConvCore
import Foundation

/// The description of a network without its learned values.
struct Architecture {
  var layers: [LayerDescription]
  /// The shape of the input: channels, height and width.
  var inputShape: TensorShape
  /// The divisor of the input samples.
  var inputDivisor: Float = 255
  var classNames = Network.digits
  /// Whether pictures are read whole, not searched for digits.
  var readsWholePictures = false

  /// Creates the description of a network.
  init(_ network: Network) {
    layers = network.stages.indices.map { LayerDescription(network, $0) }
    inputShape = network.inputShape
    inputDivisor = network.inputDivisor
    classNames = network.classNames
    readsWholePictures = network.readsWholePictures
  }

  /// Reads the architecture of a model file.
  ///
  /// Other programs keep the tensors and lose the metadata. Without metadata, the architecture is
  /// the network of this program whose tensors have the same shapes.
  ///
  /// - Throws: ``ModelFileError`` when the metadata is damaged, or no network fits the shapes.
  init(of file: Safetensors) throws(ModelFileError) {
    guard let text = file.metadata["architecture"] else {
      guard let found = Architecture.matching(file) else {
        throw ModelFileError.unknownArchitecture(
          unreadTypes: Set(file.otherEntries.map(\.type)).sorted())
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
    readsWholePictures = file.metadata["preprocess"] == "picture"
  }

  /// The architecture as metadata of a model file.
  var metadata: [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let layers = (try? encoder.encode(layers)) ?? Data()
    let names = (try? encoder.encode(classNames)) ?? Data()
    let preparation = readsWholePictures ? ["preprocess": "picture"] : [:]
    return [
      "architecture": String(decoding: layers, as: UTF8.self),
      "class_names": String(decoding: names, as: UTF8.self),
      "input_shape": "\(inputShape.channels),\(inputShape.height),\(inputShape.width)",
      "input_divisor": "\(inputDivisor)",
    ].merging(preparation) { mine, _ in mine }
  }

  // MARK: From shapes

  /// Returns the network whose tensor shapes are those of the file.
  ///
  /// The candidates are the network of the slides and the multilayer perceptron with the number of
  /// hidden units found in the file.
  private static func matching(_ file: Safetensors) -> Architecture? {
    let cnn = Architecture(Network.cnn(seed: 0))
    if cnn.tensors(in: file) != nil { return cnn }
    let hidden = Set(
      file.entries.compactMap { entry in
        entry.shape.count == 2 && entry.shape[1] == 784 ? entry.shape[0] : nil
      })
    for count in hidden.sorted() where (1...65536).contains(count) {
      var mlp = Architecture(Network.mlp(hidden: 1, seed: 0))
      mlp.layers[1].settings.values["outputs"] = .integer(count)
      mlp.layers[2].settings.values["inputs"] = .integer(count)
      if mlp.tensors(in: file) != nil { return mlp }
    }
    return nil
  }

  /// Returns the tensors of a file that fit the layers; `nil` when none do, or a layer is none.
  func tensors(in file: Safetensors) -> LayerTensors? {
    let shapes = layers.map { layer in try? (layer.name, layer.parameterShapes()) }
    guard shapes.allSatisfy({ $0 != nil }) else { return nil }
    return LayerTensors(shapes.compactMap(\.self), in: file)
  }
}
