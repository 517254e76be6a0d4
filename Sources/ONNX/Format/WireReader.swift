/// Reads the fields of a protobuf message, one after another.
///
/// The format: a field is a key, number · 8 + wire type, and its content. Lengths are checked
/// against the end of the message that holds them, so that no field reaches outside.
package struct WireReader {
  private let file: ModelBytes
  private var position: Int
  private let end: Int

  /// Creates a reader of a message.
  ///
  /// - Precondition: The range is inside the file.
  package init(_ file: ModelBytes, _ range: Range<Int>) {
    (self.file, position, end) = (file, range.lowerBound, range.upperBound)
  }

  /// Whether all fields have been read.
  var isAtEnd: Bool { position >= end }

  /// Returns the next field; `nil` at the end of the message.
  mutating func next() throws(ONNXError) -> WireField? {
    guard !isAtEnd else { return nil }
    let key = try integer()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw broken("no field has this number") }
    let number = Int(key >> 3)
    switch key & 7 {
    case 0: return WireField(number: number, content: .integer(try integer()))
    case 1: return WireField(number: number, content: .fixed64(try fixed(8)))
    case 2: return WireField(number: number, content: .bytes(try bytes()))
    case 5:
      return WireField(
        number: number, content: .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
    default: throw broken("wire type \(key & 7)")
    }
  }

  /// Reads a variable-length integer: seven bits a byte, the lowest first.
  mutating func integer() throws(ONNXError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard position < end else { throw broken("cut off") }
      let byte = try file.byte(at: position)
      position += 1
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
    }
    throw broken("an integer of more than 64 bits")
  }

  private mutating func bytes() throws(ONNXError) -> Range<Int> {
    let length = try integer()
    guard length <= UInt64(end - position) else { throw broken("cut off") }
    let start = position
    position += Int(length)
    return start..<position
  }

  private mutating func fixed(_ count: Int) throws(ONNXError) -> UInt64 {
    guard end - position >= count else { throw broken("cut off") }
    var value: UInt64 = 0
    for place in 0..<count {
      value |= UInt64(try file.byte(at: position + place)) << UInt64(8 * place)
    }
    position += count
    return value
  }

  private func broken(_ reason: String) -> ONNXError {
    ONNXError(.damaged, "broken or truncated ONNX at byte \(position): \(reason)")
  }
}
