import ConvCore
import Foundation

/// The header of a NumPy `.npy` file, format versions 1 to 3.
struct NPYHeader: Hashable, Sendable {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The type of one element.
  enum Element: String, Hashable, Sendable {
    case uint8 = "u1"
    case uint16 = "u2"
    case float32 = "f4"
    case float64 = "f8"
    case int8 = "i1"
    case int16 = "i2"
    case int32 = "i4"
    case int64 = "i8"
    case uint32 = "u4"
    case uint64 = "u8"
    case float16 = "f2"
    case bool = "b1"

    /// The number of bytes of one element.
    var byteCount: Int { Int(rawValue.suffix(1)) ?? 1 }

    /// The sample type for these elements: the type itself if supported, otherwise float32.
    var sampleType: SampleType {
      switch self {
      case .uint8: .uint8
      case .uint16: .uint16
      default: .float32
      }
    }

    /// Whether values between 0 and 1 are usual: floats, and booleans as 0 and 1.
    var isFraction: Bool { [.float16, .float32, .float64, .bool].contains(self) }
  }

  var element: Element
  var bigEndian: Bool
  var fortranOrder: Bool
  var shape: [Int]

  /// Reads a header and nothing after it.
  init(_ source: ByteSource) throws(CodecError) {
    let prefix = try NPYHeader.take(source, 8)
    guard prefix.starts(with: NPYHeader.magic) else { throw CodecError(.unsupported, "not NPY") }
    let version = prefix[6]
    guard (1...3).contains(version) else {
      throw CodecError(.unsupported, "NPY format version \(version).\(prefix[7])")
    }
    let lengthBytes = try NPYHeader.take(source, version == 1 ? 2 : 4)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 20 else { throw CodecError(.damaged, "NPY header of \(length) bytes") }
    try self.init(text: String(decoding: try NPYHeader.take(source, length), as: UTF8.self))
  }

  /// Parses the Python dictionary literal of the header.
  init(text: String) throws(CodecError) {
    guard let descriptor = NPYHeader.value(of: "descr", in: text),
      let order = NPYHeader.value(of: "fortran_order", in: text),
      let sides = NPYHeader.value(of: "shape", in: text)
    else { throw CodecError(.damaged, "damaged NPY header") }
    let type = descriptor.trimmingCharacters(in: CharacterSet(charactersIn: "'\" "))
    guard type.count >= 3, let element = Element(rawValue: String(type.dropFirst())),
      let mark = type.first, "<>|=".contains(mark)
    else { throw CodecError(.unsupported, "NPY of type \(type)") }
    self.element = element
    bigEndian = mark == ">"
    let truth = order.trimmingCharacters(in: .whitespaces)
    guard ["True", "False"].contains(truth) else {
      throw CodecError(.damaged, "damaged NPY header: fortran_order is \(truth)")
    }
    fortranOrder = truth == "True"
    var shape: [Int] = []
    for side in sides.split(separator: ",") {
      let text = side.trimmingCharacters(in: CharacterSet(charactersIn: " ()L"))
      if text.isEmpty { continue }
      guard let number = Int(text), number >= 0 else {
        throw CodecError(.damaged, "NPY shape \(sides)")
      }
      shape.append(number)
    }
    self.shape = shape
  }

  /// The text after `'key':`, up to the comma or the closing parenthesis that ends the value.
  private static func value(of key: String, in text: String) -> String? {
    guard let range = text.range(of: "'\(key)'") ?? text.range(of: "\"\(key)\""),
      let colon = text[range.upperBound...].firstIndex(of: ":")
    else { return nil }
    let rest = text[text.index(after: colon)...].drop { $0 == " " }
    if rest.hasPrefix("(") {
      return rest.firstIndex(of: ")").map { String(rest[rest.startIndex...$0]) }
    }
    return String(rest.prefix { $0 != "," && $0 != "}" })
  }

  private static func take(_ source: ByteSource, _ count: Int) throws(CodecError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let result: Result<Int, CodecError> = bytes.withUnsafeMutableBytes { buffer in
      do throws(CodecError) { return .success(try source.readFully(into: buffer)) } catch {
        return .failure(error)
      }
    }
    guard try result.get() == count else { throw CodecError(.damaged, "truncated NPY header") }
    return bytes
  }

  /// A version 1.0 header for C-ordered data, padded so that the data start at a multiple of 64.
  static func bytes(shape: [Int], descriptor: String = "<f4") -> [UInt8] {
    // A Python tuple: even a single number is followed by a comma.
    let sides = shape.map { "\($0)," }.joined(separator: " ")
    var text = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(sides)), }"
    let padding = (64 - (10 + text.utf8.count + 1) % 64) % 64
    text += String(repeating: " ", count: padding) + "\n"
    let length = text.utf8.count
    return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }
}
