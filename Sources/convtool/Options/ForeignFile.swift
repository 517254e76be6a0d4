/// Recognizes files that are often given instead of a model, by their first bytes.
enum ForeignFile {
  private static let kinds: [(start: [UInt8], name: String)] = [
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array"), (Array("GIF8".utf8), "a GIF picture"),
    (Array("BM".utf8), "a BMP picture"), (Array("RIFF".utf8), "a WebP picture"),
    (Array("PK".utf8), "a ZIP archive such as PyTorch's .pt or Keras's .keras"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file such as Keras's .h5"),
    ([0x80, 0x02], "a Python pickle"),
    ([0x1F, 0x8B], "a gzip file"), ([0, 0, 8], "an IDX file"), (Array("%PDF".utf8), "a PDF file"),
    (Array("{".utf8), "a JSON text"),
  ]

  /// The kind of a file by its first bytes; `nil` when they are unknown.
  static func kind(of bytes: [UInt8]) -> String? {
    // A safetensors file begins with the length of its header, followed by the header, a JSON
    // object.
    if bytes.count > 8 && bytes[8] == UInt8(ascii: "{") && bytes[4..<8].allSatisfy({ $0 == 0 }) {
      return nil
    }
    return kinds.first { bytes.starts(with: $0.start) }?.name
  }
}
