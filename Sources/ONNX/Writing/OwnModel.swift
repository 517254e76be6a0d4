package import ConvNet

/// Networks of this program in ONNX files.
package enum OwnModel {
  /// Whether a model was written by this program and still holds the description of its network.
  package static func isDescribed(_ model: ModelFile) -> Bool {
    model.metadata["\(NetworkWriter.prefix)architecture"] != nil
  }

  /// The tensors and the metadata of a network that this program wrote.
  ///
  /// - Throws: ``ONNXError`` when a weight cannot be read.
  package static func safetensors(_ model: ModelFile) throws(ONNXError) -> Safetensors {
    let files = ExternalFiles(folder: nil)
    var entries: [Safetensors.Entry] = []
    for record in model.initializers where record.name.contains(".") {
      guard try record.type() == .float else { continue }
      let tensor = try record.tensor(model.file, files)
      entries.append(
        Safetensors.Entry(name: record.name, shape: record.shape, values: try tensor.floats()))
    }
    var metadata: [String: String] = [:]
    for (key, text) in model.metadata {
      if key == "class_names" { metadata[key] = text }
      if key.hasPrefix(NetworkWriter.prefix) {
        metadata[String(key.dropFirst(NetworkWriter.prefix.count))] = text
      }
    }
    return Safetensors(entries: entries, metadata: metadata)
  }
}
