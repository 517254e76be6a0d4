import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// Reads and writes model files.
enum ModelStore {
  /// Loads a network.
  ///
  /// - Parameters:
  ///   - path: A model file, or a folder that contains one.
  ///   - architecture: A model that provides the layers; `nil` when the file describes its own.
  /// - Returns: The network with the weights of the file.
  /// - Throws: ``Failure`` with 66 when there is no such file, with 64 or 65 when it is not a model
  ///   that fits.
  static func load(_ path: String, architecture: String? = nil) throws -> Network {
    let weights = try file(path)
    let layers = try architecture.map { try file($0) }
    return try about(path) { try Network(weights, architecture: layers) }
  }

  /// Reads the tensors of a model file.
  static func file(_ path: String) throws -> Safetensors {
    let place = try location(path)
    if GraphStore.holds(place) { return try GraphStore.safetensors(place) }
    guard let data = try WholeFile.contents(place) else {
      throw Failure(.noInput, "\(path): no such model file, or it cannot be read")
    }
    let bytes = Array(data)
    if let refusal = ForeignFile.refusal(of: bytes, path) {
      throw Failure(.usage, "\(path) is \(refusal)")
    }
    return try about(path) { try Safetensors(bytes: bytes) }
  }

  /// The model file for a path: for a folder, its `model.safetensors`.
  private static func location(_ path: String) throws -> String {
    guard Files.exists(path) else {
      throw Failure(.noInput, "\(path.isEmpty ? "''" : path): no such model file")
    }
    guard Files.isFolder(path) else { return path }
    let inside = path + (path.utf8.last == UInt8(ascii: "/") ? "" : "/") + "model.safetensors"
    guard Files.exists(inside), !Files.isFolder(inside) else {
      if Files.exists("\(path)/saved_model.pb") {
        throw Failure(
          .usage, "\(path) is TensorFlow's SavedModel: write it as .onnx with tf2onnx")
      }
      throw Failure(.noInput, "\(path): a folder without model.safetensors: not one of a run")
    }
    return inside
  }

  /// Rejects a model whose outputs are not finite.
  static func requireFinite(_ outputs: [Float], of path: String) throws {
    guard outputs.allSatisfy(\.isFinite) else {
      throw Failure(
        .damagedInput,
        "\(path): the network's outputs are not finite: the weights are too large, or damaged")
    }
  }

  /// Requires that a path leads to a model, and protects the model from being overwritten.
  static func require(_ path: String) throws { ProtectedFiles.protect(try location(path)) }

  /// Writes bytes; the file is complete or absent.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try about(path) { try OutputFile.write(bytes, to: path, syncs: true) }
  }

  /// Creates a folder and calls a closure that writes files into the folder.
  ///
  /// - Throws: ``Failure`` with the name of the folder.
  static func fill(_ folder: String, _ write: () throws -> Void) throws {
    try about(folder) {
      try Files.makeFolder(folder)
      try write()
    }
  }
}
