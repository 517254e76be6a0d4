import Foundation

/// `.npy` files written and read by the tests themselves.
public struct NPYFile: Sendable {
  /// The sides, the slowest first.
  public var shape: [Int]
  /// The elements in C order.
  public var values: [Double]

  /// Creates an array.
  public init(shape: [Int], values: [Double]) {
    self.shape = shape
    self.values = values
  }

  /// How the array is stored.
  public struct Layout: Sendable, CustomStringConvertible {
    /// NumPy's name of the type: `<` or `>` or `|`, then `u1`, `u2`, `f4` and so on.
    public var type: String
    /// The version of the format, 1 to 3.
    public var version: UInt8
    /// Whether the first index runs fastest.
    public var isFortran: Bool

    /// Creates a layout.
    public init(type: String, version: UInt8 = 1, isFortran: Bool = false) {
      self.type = type
      self.version = version
      self.isFortran = isFortran
    }

    /// For the names of tests.
    public var description: String {
      "\(type), version \(version), \(isFortran ? "Fortran" : "C") order"
    }
  }

  /// The file.
  public func bytes(_ layout: Layout) -> [UInt8] {
    let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = layout.isFortran ? "True" : "False"
    let text =
      "{'descr': '\(layout.type)', 'fortran_order': \(order), 'shape': (\(sides)), }"
    return NPYFile.header(text, version: layout.version) + stored(layout)
  }

  /// The file, as little-endian float32.
  public var data: Data { Data(bytes(Layout(type: "<f4"))) }

  /// Everything before the elements.
  public static func header(_ text: String, version: UInt8 = 1) -> [UInt8] {
    let lengthBytes = version == 1 ? 2 : 4
    let fixed = 8 + lengthBytes
    let padding = (64 - (fixed + text.utf8.count + 1) % 64) % 64
    let body = Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    let length = (0..<lengthBytes).map { UInt8(body.count >> (8 * $0) & 0xFF) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + body
  }

  private func stored(_ layout: Layout) -> [UInt8] {
    let order = layout.isFortran ? fortranOrder : Array(values.indices)
    let isBig = layout.type.hasPrefix(">")
    return order.flatMap { index -> [UInt8] in
      let little = NPYFile.littleEndian(values[index], type: String(layout.type.dropFirst()))
      return isBig ? little.reversed() : little
    }
  }

  private static func littleEndian(_ value: Double, type: String) -> [UInt8] {
    let count = Int(type.suffix(1)) ?? 1
    let bits: UInt64 =
      switch type {
      case "f4": UInt64(Float(value).bitPattern)
      case "f8": value.bitPattern
      default: UInt64(bitPattern: Int64(value))
      }
    return (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
  }

  /// The places in C order of the elements in Fortran order.
  private var fortranOrder: [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return values.indices.map { index in
      var (rest, place) = (index, 0)
      for axis in shape.indices {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return place
    }
  }

  // MARK: Reading

  /// Reads a version 1 file of C-ordered little-endian float32, the only kind the program writes.
  ///
  /// - Returns: `nil` when it is anything else, or longer or shorter than its header says.
  public init?(float32 data: Data) {
    let bytes = [UInt8](data)
    guard bytes.count >= 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]) else {
      return nil
    }
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    guard start % 64 == 0, bytes.count >= start, bytes[start - 1] == 0x0A else { return nil }
    let text = String(decoding: bytes[10..<start], as: UTF8.self)
    guard text.contains("'descr': '<f4'"), text.contains("'fortran_order': False"),
      let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")")
    else { return nil }
    shape = text[text.index(after: open)..<close].split(separator: ",")
      .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard bytes.count - start == shape.reduce(4, *) else { return nil }
    values = stride(from: start, to: bytes.count, by: 4).map { place in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
      return Double(Float(bitPattern: bits))
    }
  }
}
