/// One field of a protobuf message.
struct WireField {
  /// The content of a field, by its wire type.
  enum Content {
    /// A variable-length integer.
    case integer(UInt64)
    /// Four bytes.
    case fixed32(UInt32)
    /// Eight bytes.
    case fixed64(UInt64)
    /// The place of bytes, a text, a message or packed numbers.
    case bytes(Range<Int>)
  }

  /// The number that identifies the field.
  let number: Int
  /// The content.
  let content: Content

  private func wrong(_ expected: String) -> ONNXError {
    ONNXError(.damaged, "broken ONNX: field \(number) is not \(expected)")
  }

  /// The place of the field's bytes.
  func range() throws(ONNXError) -> Range<Int> {
    guard case .bytes(let range) = content else { throw wrong("bytes") }
    return range
  }

  /// The field as a signed integer.
  func integer() throws(ONNXError) -> Int64 {
    guard case .integer(let value) = content else { throw wrong("an integer") }
    return Int64(bitPattern: value)
  }

  /// The field as a float.
  func float() throws(ONNXError) -> Float {
    guard case .fixed32(let bits) = content else { throw wrong("a float") }
    return Float(bitPattern: bits)
  }

  /// The field as a text.
  func text(_ file: ModelBytes) throws(ONNXError) -> String { try file.text(range()) }

  /// The field as a message.
  func message(_ file: ModelBytes) throws(ONNXError) -> WireReader {
    try file.count()
    return WireReader(file, try range())
  }

  /// Reads the field as some integers of a repeated field, packed or one.
  ///
  /// - Parameters:
  ///   - file: The bytes of the model.
  ///   - limit: The number of integers that may be read; `nil` counts them as items.
  /// - Returns: The integers in their order; one more than `limit` when there are more.
  /// - Throws: ``ONNXError`` when the field holds no integers, or with `overLimit` when the file
  ///   has too many items.
  func integers(_ file: ModelBytes, limit: Int? = nil) throws(ONNXError) -> [Int64] {
    guard case .bytes(let range) = content else {
      if limit == nil { try file.count() }
      return [try integer()]
    }
    // Each integer takes at least one byte.
    if limit == nil { try file.count(range.count) }
    var values: [Int64] = []
    var reader = WireReader(file, range)
    while !reader.isAtEnd && values.count <= limit ?? .max {
      values.append(Int64(bitPattern: try reader.integer()))
    }
    return values
  }

  /// The field as some floats of a repeated field, packed or one.
  func floats(_ file: ModelBytes) throws(ONNXError) -> [Float] {
    guard case .bytes(let range) = content else {
      try file.count()
      return [try float()]
    }
    return try file.values(range, of: Float.self)
  }
}

extension WireField {
  /// The field as some doubles of a repeated field, packed or one.
  func doubles(_ file: ModelBytes) throws(ONNXError) -> [Double] {
    switch content {
    case .bytes(let range): return try file.values(range, of: Double.self)
    case .fixed64(let bits): return [Double(bitPattern: bits)]
    default: throw ONNXError(.damaged, "broken ONNX: field \(number) is not a double")
    }
  }
}
