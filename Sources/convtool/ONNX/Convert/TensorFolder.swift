import ConvNet
import Foundation
import ImageCodecs
import ONNX

/// A model as a folder: a `.npy` file for each tensor, and its metadata as `model.json`.
enum TensorFolder {
  private static let description = "model.json"

  /// Writes the tensors and the metadata of a model.
  static func write(_ model: Safetensors, to folder: String, force: Bool) throws {
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let names = model.entries.map { "\($0.name).npy" } + [description]
    for name in names { try OutputNames.requireNew("\(base)/\(name)", force: force) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let text = try encoder.encode(model.metadata)
    try ModelStore.fill(base) {
      for entry in model.entries {
        try NPYArray.write(entry.values, shape: entry.shape, to: "\(base)/\(entry.name).npy")
      }
      try OutputFile.write(Array(text) + [UInt8(ascii: "\n")], to: "\(base)/\(description)")
    }
  }

  /// Reads the tensors of a folder; without `model.json` their shapes must say what they are.
  static func read(_ folder: String, limit: Int) throws -> Safetensors {
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let names = (Files.names(in: base) ?? []).filter { $0.hasSuffix(".npy") && !$0.hasPrefix(".") }
    guard !names.isEmpty else {
      throw Failure(.noInput, "\(folder): a folder without model.safetensors and .npy files")
    }
    var entries: [Safetensors.Entry] = []
    var room = limit
    for name in names.sorted() {
      let path = "\(base)/\(name)"
      ProtectedFiles.protect(path)
      do {
        let array = try NPYTensor(try ByteSource(path: path), limit: room)
        room -= array.bytes.count
        let tensor = try Tensor(array)
        entries.append(
          Safetensors.Entry(
            name: String(name.dropLast(4)), shape: tensor.shape,
            values: try tensor.reals().map(Float.init)))
      } catch let error as CodecError {
        throw Failure(error, file: path)
      } catch let error as ONNXError { throw Failure(error, file: path) }
    }
    return Safetensors(entries: entries, metadata: try metadata("\(base)/\(description)"))
  }

  private static func metadata(_ path: String) throws -> [String: String] {
    guard Files.exists(path) else { return [:] }
    ProtectedFiles.protect(path)
    guard let data = try WholeFile.contents(path),
      let metadata = try? JSONDecoder().decode([String: String].self, from: data)
    else { throw Failure(.damagedInput, "\(path): no JSON object of texts") }
    return metadata
  }
}
