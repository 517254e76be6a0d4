/// The type of a tensor's elements, by its number in the file format.
package enum ElementType: Int, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case float = 1
  case uint8 = 2
  case int8 = 3
  case uint16 = 4
  case int16 = 5
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case double = 11
  case uint32 = 12
  case uint64 = 13

  /// The name as ONNX writes it.
  package var description: String {
    switch self {
    case .float: "float"
    case .uint8: "uint8"
    case .int8: "int8"
    case .uint16: "uint16"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .bool: "bool"
    case .float16: "float16"
    case .double: "double"
    case .uint32: "uint32"
    case .uint64: "uint64"
    }
  }

  /// The number of bytes of one element in a file.
  package var byteCount: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16, .float16: 2
    case .float, .int32, .uint32: 4
    case .double, .int64, .uint64: 8
    }
  }

  /// The number of bytes of one element in memory: half-precision floats are held as floats, and
  /// integers with 64 bits.
  var heldByteCount: Int { self == .float || self == .float16 ? 4 : 8 }

  /// Whether elements are floating-point numbers.
  package var isFloatingPoint: Bool {
    switch self {
    case .float, .double, .float16: true
    default: false
    }
  }

  /// Whether elements are integers without a sign; truth values count as such.
  var isUnsigned: Bool {
    switch self {
    case .uint8, .uint16, .uint32, .uint64, .bool: true
    default: false
    }
  }

  /// The smallest and the largest integer of the type; for uint64 the bits of the largest.
  var integerRange: (lower: Int64, upper: Int64) {
    switch self {
    case .uint8: (0, 255)
    case .int8: (-128, 127)
    case .uint16: (0, 65535)
    case .int16: (-32768, 32767)
    case .int32: (Int64(Int32.min), Int64(Int32.max))
    case .uint32: (0, Int64(UInt32.max))
    case .bool: (0, 1)
    default: (.min, .max)
    }
  }

  /// The integer that remains when a value does not fit: the lowest bits, with the type's sign.
  func wrapped(_ value: Int64) -> Int64 {
    switch self {
    case .uint8: Int64(UInt8(truncatingIfNeeded: value))
    case .int8: Int64(Int8(truncatingIfNeeded: value))
    case .uint16: Int64(UInt16(truncatingIfNeeded: value))
    case .int16: Int64(Int16(truncatingIfNeeded: value))
    case .int32: Int64(Int32(truncatingIfNeeded: value))
    case .uint32: Int64(UInt32(truncatingIfNeeded: value))
    case .bool: value == 0 ? 0 : 1
    default: value
    }
  }

  /// The name of other types, for messages.
  static func name(ofNumber number: Int) -> String {
    let others = [
      8: "string", 14: "complex64", 15: "complex128", 16: "bfloat16", 17: "float8e4m3fn",
      18: "float8e4m3fnuz",
      19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4", 23: "float4e2m1",
    ]
    return ElementType(rawValue: number)?.description ?? others[number] ?? "type \(number)"
  }
}
