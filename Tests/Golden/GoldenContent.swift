import ConvCore
import Foundation
import ImageCodecs

/// What is hashed of a file: its content without what an encoder adds.
enum GoldenContent {
  /// The decoded content of a file, by its name.
  static func decoded(_ name: String, _ data: Data) throws -> [UInt8] {
    switch name.split(separator: ".").last {
    case "png", "jpg": try samples(data)
    case "npy": try array(data)
    case "safetensors": try tensors(data)
    case "csv": withoutTimes(data)
    default: [UInt8](data)
    }
  }

  /// Size, type and samples of a picture, the low byte first.
  private static func samples(_ data: Data) throws -> [UInt8] {
    let reader = try openImage(ByteSource(bytes: [UInt8](data)))
    let (shape, info) = (reader.info.shape, reader.info)
    let title = "\(shape.height)x\(shape.width)x\(shape.channels) \(info.sampleType.rawValue)\n"
    let samples: [UInt8] =
      switch try reader.readRows(shape.height) {
      case .uint8(let values): values
      case .uint16(let values): bytes(of: values.map(\.littleEndian))
      case .float32(let values): bytes(of: values.map(\.bitPattern.littleEndian))
      }
    return Array(title.utf8) + samples
  }

  private static func bytes<Value: BitwiseCopyable>(of values: [Value]) -> [UInt8] {
    values.withUnsafeBytes { [UInt8]($0) }
  }

  /// The dictionary of an array file without the blanks that fill it up, and the elements.
  private static func array(_ data: Data) throws -> [UInt8] {
    let bytes = [UInt8](data)
    guard bytes.count > 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]) else {
      throw GoldenError("no array of version 1")
    }
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    guard start <= bytes.count else { throw GoldenError("an array that ends in its header") }
    let header = bytes[10..<start].filter { $0 != 0x20 && $0 != 0x0A }
    return header + [0x0A] + bytes[start...]
  }

  /// The tensors of a model file in the order of their names: name, shape and bytes of each.
  private static func tensors(_ data: Data) throws -> [UInt8] {
    let bytes = [UInt8](data)
    guard bytes.count > 8 else { throw GoldenError("no model file") }
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - 8 else { throw GoldenError("a model file cut short") }
    let start = 8 + length
    let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<start]))
    guard let entries = header as? [String: Any] else { throw GoldenError("no header") }
    var content: [UInt8] = []
    for (name, value) in entries.sorted(by: { $0.key < $1.key }) where name != "__metadata__" {
      guard let entry = value as? [String: Any], let shape = entry["shape"] as? [Int],
        let type = entry["dtype"] as? String, let range = entry["data_offsets"] as? [Int],
        range.count == 2, range[0] <= range[1], start + range[1] <= bytes.count
      else { throw GoldenError("tensor \(name) is not described") }
      content += Array("\(name) \(type) \(shape)\n".utf8)
      content += bytes[start + range[0]..<start + range[1]]
    }
    return content
  }

  /// A history without its last column, which says how long epochs took.
  private static func withoutTimes(_ data: Data) -> [UInt8] {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    let kept = lines.map { $0.split(separator: ",").dropLast().joined(separator: ",") }
    return Array(kept.joined(separator: "\n").utf8)
  }
}
