import ImageCodecs

/// Recognizes files that are often given instead of a model, by their first bytes and their names.
enum ForeignFile {
  /// A kind of file.
  private struct Kind {
    let start: [UInt8]
    let name: String
    /// How a model in such a file becomes one that can be read.
    var advice: String?
  }

  private static let torch =
    "write it with torch.onnx.export(model, example, 'net.onnx'), or its weights with "
    + "safetensors.torch.save_file(model.state_dict(), 'net.safetensors')"
  private static let keras = "write it with model.export('net.onnx', format='onnx') or tf2onnx"

  private static let kinds: [Kind] = [
    Kind(start: [0x89, 0x50, 0x4E, 0x47], name: "a PNG"),
    Kind(start: [0xFF, 0xD8, 0xFF], name: "a JPEG"),
    Kind(start: Array("GIF8".utf8), name: "a GIF"),
    Kind(start: Array("BM".utf8), name: "a BMP"),
    Kind(start: Array("RIFF".utf8), name: "a WebP"),
    Kind(start: Array("II*\0".utf8), name: "a TIFF"),
    Kind(start: Array("MM\0*".utf8), name: "a TIFF"),
    Kind(start: [0x93] + Array("NUMPY".utf8), name: "a NumPy array"),
    Kind(start: Array("PK".utf8), name: "a ZIP archive such as PyTorch's .pt or Keras's .keras"),
    Kind(
      start: [0x89, 0x48, 0x44, 0x46], name: "an HDF5 file such as Keras's .h5", advice: keras),
    Kind(start: [0x80, 0x02], name: "a Python pickle such as PyTorch's old .pt", advice: torch),
    Kind(start: [0x80, 0x03], name: "a Python pickle", advice: torch),
    Kind(start: [0x80, 0x04], name: "a Python pickle", advice: torch),
    Kind(start: [0x80, 0x05], name: "a Python pickle", advice: torch),
    Kind(start: [0x1F, 0x8B], name: "a gzip file"), Kind(start: [0, 0, 8], name: "an IDX file"),
    Kind(start: Array("%PDF".utf8), name: "a PDF file"),
    Kind(start: Array("{".utf8), name: "a JSON text"),
  ]

  /// Models of other programs that their names tell.
  static let endings: [String: (name: String, advice: String)] = [
    "pb": ("a TensorFlow graph", keras), "tflite": ("a TensorFlow Lite model", keras),
    "pt": ("a PyTorch file", torch), "pth": ("a PyTorch file", torch),
    "ckpt": ("a checkpoint of another program", torch),
    "keras": ("a Keras model", keras), "h5": ("a Keras model", keras),
    "hdf5": ("a Keras model", keras), "pkl": ("a Python pickle", torch),
    "caffemodel": ("a Caffe model", "convert it to .onnx"),
    "mlmodel": ("a Core ML model", "convert it to .onnx"),
    "gguf": ("a GGUF file", "only .safetensors and .onnx are read"),
  ]

  /// What a file is instead of a model: `a JPEG, not a model: …`; `nil` when it may be one.
  static func refusal(of bytes: [UInt8], _ path: String) -> String? {
    let taken = "--model takes a .safetensors or .onnx file, or the folder of a run"
    let known = endings[FilePath.fileExtension(path).lowercased()]
    if let kind = kind(bytes) {
      let zip = kind.name.contains("ZIP") ? known?.advice ?? "\(torch); \(keras)" : nil
      return "\(kind.name), not a model: \(kind.advice ?? zip ?? taken)"
    }
    if let known, !isModel(bytes) {
      return "\(known.name), not a model that can be read here: \(known.advice)"
    }
    return isText(bytes) ? "a text, not a model: \(taken)" : nil
  }

  /// Whether a file is a picture, by its first bytes.
  static func isPicture(_ path: String) -> Bool {
    ImageFormat(contentOf: path).map { $0.traits.maximumDepth > 0 } == true
  }

  private static func kind(_ bytes: [UInt8]) -> Kind? {
    isModel(bytes) ? nil : kinds.first { bytes.starts(with: $0.start) }
  }

  /// A safetensors file begins with the length of its header, followed by the header, a JSON object.
  private static func isModel(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8 && bytes[8] == UInt8(ascii: "{") && bytes[4..<8].allSatisfy { $0 == 0 }
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8
      && bytes.prefix(512).allSatisfy { (32..<127).contains($0) || [9, 10, 13].contains($0) }
  }
}
