import Foundation

extension Safetensors {
  /// Reads a file.
  ///
  /// As the format demands, the tensors must be contiguous: no gap between tensors, no bytes after
  /// the last one.
  ///
  /// - Throws: ``ModelFileError`` with the reason: a wrong header, or a wrong type, shape or offset
  ///   of a tensor.
  public init(bytes: [UInt8]) throws(ModelFileError) {
    guard bytes.count >= 8 else {
      throw ModelFileError("not a safetensors file: only \(bytes.count) bytes")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length >= 2, length <= UInt64(bytes.count - 8) else {
      throw ModelFileError(
        "not a safetensors file, or cut short: header length \(length) of \(bytes.count) bytes")
    }
    let start = 8 + Int(length)
    let header = try SafetensorsHeader(bytes[8..<start])
    try header.requireEndToEnd(dataCount: bytes.count - start)
    metadata = header.metadata
    entries = []
    for tensor in header.tensors {
      guard tensor.type == "F32" else {
        otherEntries.append(
          OtherEntry(name: tensor.name, type: tensor.type, shape: tensor.shape))
        continue
      }
      let place = start + tensor.range.lowerBound..<start + tensor.range.upperBound
      entries.append(
        Entry(
          name: tensor.name, shape: tensor.shape, values: Safetensors.floats(bytes[place])))
    }
  }

  /// Decodes little-endian float32 values.
  private static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { place in
      let bits =
        UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        | UInt32(bytes[place + 3]) << 24
      return Float(bitPattern: bits)
    }
  }
}
