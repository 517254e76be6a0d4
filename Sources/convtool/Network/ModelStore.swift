import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// Reading and writing model files.
enum ModelStore {
  /// Reads a network.
  ///
  /// - Parameters:
  ///   - path: A model file, or a folder that has one.
  ///   - architecture: A model whose layers are taken.
  static func load(_ path: String, architecture: String? = nil) throws -> Network {
    let weights = try file(path)
    let layers = try architecture.map { try file($0) }
    do throws(ModelFileError) { return try Network(weights, architecture: layers) } catch {
      throw Failure(.damagedInput, "\(path): \(error.description)")
    }
  }

  /// The tensors of a file.
  static func file(_ path: String) throws -> Safetensors {
    let place = try location(path)
    guard let data = try WholeFile.contents(place) else {
      throw Failure(.noInput, "\(path): no such model file, or it cannot be read")
    }
    let bytes = Array(data)
    if let kind = ForeignFile.kind(of: bytes) {
      throw Failure(
        .damagedInput,
        "\(path): \(kind), not a model: models are .safetensors files or folders of runs")
    }
    do throws(ModelFileError) { return try Safetensors(bytes: bytes) } catch {
      throw Failure(.damagedInput, "\(path): \(error.description)")
    }
  }

  /// The model file that a path means: a folder stands for its `model.safetensors`.
  private static func location(_ path: String) throws -> String {
    guard Files.exists(path) else {
      throw Failure(.noInput, "\(path.isEmpty ? "''" : path): no such model file")
    }
    guard Files.isFolder(path) else { return path }
    let inside = path + (path.utf8.last == UInt8(ascii: "/") ? "" : "/") + "model.safetensors"
    guard Files.exists(inside), !Files.isFolder(inside) else {
      throw Failure(.noInput, "\(path): a folder without model.safetensors: not one of a run")
    }
    return inside
  }

  /// Refuses a model whose outputs are not finite: they are no answer.
  static func requireFinite(_ outputs: [Float], of path: String) throws {
    guard outputs.allSatisfy(\.isFinite) else {
      throw Failure(
        .damagedInput,
        "\(path): the network's outputs are not finite: the weights are too large, or damaged")
    }
  }

  /// Refuses a path without a model; no output may take the model's place.
  static func require(_ path: String) throws { ProtectedFiles.protect(try location(path)) }

  /// Writes bytes, complete or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do throws(CodecError) {
      let file = try OutputFile(path: path, syncs: true)
      defer { file.abandon() }
      try file.write(bytes)
      try file.commit()
    } catch { throw Failure(error, file: path) }
  }

  /// Makes a folder and those above it.
  static func createFolder(_ path: String) throws {
    do throws(CodecError) { try Files.makeFolder(path) } catch {
      throw Failure(error, file: path)
    }
  }
}
