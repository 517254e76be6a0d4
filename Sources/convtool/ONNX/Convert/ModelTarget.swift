import ImageCodecs

/// The kind of model file that a name asks for.
enum ModelTarget {
  case safetensors
  case onnx
  /// A folder of arrays.
  case arrays

  /// - Throws: ``Failure`` with 64 for a name with another extension.
  init(_ path: String) throws {
    if path.hasSuffix("/") || Files.isFolder(path) {
      self = .arrays
      return
    }
    switch FilePath.fileExtension(path).lowercased() {
    case "safetensors": self = .safetensors
    case "onnx": self = .onnx
    case "": self = .arrays
    default:
      throw Failure(
        .usage, "\(path): convert writes .safetensors, .onnx, or a folder of .npy files (FOLDER/)")
    }
  }
}
