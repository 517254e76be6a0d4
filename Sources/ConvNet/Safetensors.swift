import Foundation

/// A file of named float32 tensors with text metadata, in the safetensors format.
///
/// Eight bytes of header length, a JSON header, then the values, little-endian and row-major.
public struct Safetensors: Hashable, Sendable {
  /// One tensor.
  public struct Entry: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its sides.
    public var shape: [Int]
    /// Its values in row-major order.
    public var values: [Float]

    /// Creates an entry.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The tensors, in the order of the file.
  public var entries: [Entry]
  /// Free text by key.
  public var metadata: [String: String]

  /// Creates a file.
  public init(entries: [Entry], metadata: [String: String]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The tensor of a name.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The file as bytes: the same for the same content.
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
    // Values begin at a multiple of 8.
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

/// A model file that is broken or not one.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that says what is wrong.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}

extension Safetensors {
  /// Reads a file.
  ///
  /// - Throws: ``ModelFileError`` with the reason: header length, offsets, type or shape.
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
    guard
      let header = try? JSONSerialization.jsonObject(with: Data(bytes[8..<start]))
        as? [String: Any]
    else { throw ModelFileError("damaged safetensors header: not a JSON object") }
    metadata = header["__metadata__"] as? [String: String] ?? [:]
    var placed: [(range: Range<Int>, entry: Entry)] = []
    for (name, value) in header where name != "__metadata__" {
      placed.append(try Safetensors.entry(name, value, bytes, start))
    }
    placed.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (left, right) in zip(placed, placed.dropFirst())
    where right.range.lowerBound < left.range.upperBound {
      throw ModelFileError("tensors \(left.entry.name) and \(right.entry.name) overlap")
    }
    entries = placed.map(\.entry)
  }

  private static func entry(
    _ name: String, _ value: Any, _ bytes: [UInt8], _ start: Int
  ) throws(ModelFileError) -> (range: Range<Int>, entry: Entry) {
    guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
      offsets.count == 2
    else { throw ModelFileError("tensor \(name): damaged description") }
    guard type == "F32" else {
      throw ModelFileError("tensor \(name): type \(type), only F32 is read")
    }
    var count = 1
    for side in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0 && !overflow && product <= bytes.count else {
        throw ModelFileError("tensor \(name): shape \(shape) is larger than the file")
      }
      count = product
    }
    let available = bytes.count - start
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= available,
      offsets[1] - offsets[0] == count * 4
    else {
      throw ModelFileError(
        "tensor \(name): offsets \(offsets) do not fit shape \(shape) and \(available) bytes")
    }
    let range = start + offsets[0]..<start + offsets[1]
    let values = stride(from: range.lowerBound, to: range.upperBound, by: 4).map { place in
      Float(
        bitPattern: bytes[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
    return (range, Entry(name: name, shape: shape, values: values))
  }
}
