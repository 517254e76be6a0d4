import CDeflate

/// A chunk of a PNG file: length, name, data and the checksum of name and data.
enum PNGChunk {
  /// The bytes before the first chunk.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Returns the bytes of a chunk.
  static func bytes(_ name: String, _ data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 12)
    bytes += bigEndian(UInt32(data.count))
    bytes += name.utf8
    bytes += data
    let sum = bytes.withUnsafeBytes {
      libdeflate_crc32(0, $0.baseAddress.map { $0 + 4 }, $0.count - 4)
    }
    return bytes + bigEndian(sum)
  }
}
