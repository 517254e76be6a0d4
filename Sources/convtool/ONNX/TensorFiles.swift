import Foundation
import ImageCodecs
import ONNX

/// Tensors of a model as `.npy` files.
enum TensorFiles {
  /// Reads the tensor of an input.
  static func read(_ path: String, for input: GraphInput, limit: Int) throws -> Tensor {
    ProtectedFiles.protect(path)
    let tensor: Tensor
    do {
      let array = try NPYTensor(try ByteSource(path: path), limit: limit)
      tensor = try Tensor(array)
      try input.check(tensor)
    } catch let error as CodecError {
      throw Failure(error, file: path)
    } catch let error as ONNXError {
      throw Failure(error, file: path)
    }
    return tensor
  }

  /// The files for tensors: names in a folder, `/` in a name becomes `_`.
  ///
  /// - Throws: ``Failure`` when two tensors would have one file, or a file exists.
  static func paths(_ names: [String], in folder: String, force: Bool) throws -> [String] {
    let base = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    var owners: [String: String] = [:]
    var paths: [String] = []
    for name in names {
      let path = base + name.replacing("/", with: "_") + ".npy"
      if let other = owners.updateValue(name, forKey: path) {
        throw Failure(.usage, "'\(other)' and '\(name)' would have one file: \(path)")
      }
      guard force || !Files.exists(path) else {
        throw Failure(.cannotCreate, "\(path): exists already: --force replaces it")
      }
      paths.append(path)
    }
    return paths
  }

  /// Writes tensors.
  static func write(_ tensors: [Tensor], to paths: [String], in folder: String) throws {
    try about(folder) { try Files.makeFolder(folder) }
    for (tensor, path) in zip(tensors, paths) {
      do throws(CodecError) { try tensor.array.write(to: path) } catch {
        throw Failure(error, file: path)
      }
    }
  }
}
