import Foundation

/// A file of named float32 tensors with text metadata, in the safetensors format.
///
/// The file has eight bytes for the header length, a JSON header, then the values, little-endian
/// and row-major.
///
/// Tensors of other types are listed by name, type and shape; their values are not read.
public struct Safetensors: Hashable, Sendable {
  /// One float32 tensor.
  public struct Entry: Hashable, Sendable {
    /// The name of the tensor.
    public var name: String
    /// The sides of the tensor; empty for a scalar.
    public var shape: [Int]
    /// The values in row-major order.
    public var values: [Float]

    /// Creates a tensor entry.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// A tensor whose values are not float32.
  public struct OtherEntry: Hashable, Sendable {
    /// The name of the tensor.
    public let name: String
    /// The type of the tensor, as the file names it, for example `I64` or `F16`.
    public let type: String
    /// The sides of the tensor; empty for a scalar.
    public let shape: [Int]
  }

  /// The float32 tensors, in the order of the file.
  public var entries: [Entry]
  /// The tensors of other types, in the order of the file; ``bytes`` omits these tensors.
  public internal(set) var otherEntries: [OtherEntry] = []
  /// The metadata: free text by key.
  public var metadata: [String: String]

  /// Creates a file from tensors and metadata.
  public init(entries: [Entry], metadata: [String: String]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The float32 tensor with a name; `nil` when the file has none.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The encoded file; equal contents give equal bytes.
  public var bytes: [UInt8] {
    var header: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { "\(Safetensors.quoted($0.key)):\(Safetensors.quoted($0.value))" }
      header.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for entry in entries {
      let end = offset + entry.values.count * 4
      let shape = entry.shape.map(String.init).joined(separator: ",")
      header.append(
        "\(Safetensors.quoted(entry.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(header.joined(separator: ","))}".utf8)
    // Pad the header so that the values begin at a multiple of 8 bytes.
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
    bytes.reserveCapacity(bytes.count + offset)
    for value in entries.lazy.flatMap(\.values) {
      let bits = value.bitPattern
      for shift in [0, 8, 16, 24] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return bytes
  }

  private static func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(
      withJSONObject: text, options: [.fragmentsAllowed, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
