/// A tensor as the file holds it: the elements stay in the file until ``tensor(_:)`` reads them.
package struct TensorRecord {
  private(set) var name = ""
  private(set) var shape: [Int] = []
  /// The number of the element type.
  private(set) var typeNumber = 0
  /// The place of the elements as bytes.
  private var raw: Range<Int>?
  /// The places of the elements in the field for their type.
  private var typed: [WireField] = []
  /// The file that holds the elements, and where; empty for elements in the model itself.
  private(set) var external: [String: String] = [:]
  private(set) var isExternal = false

  package init(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      switch field.number {
      case 1:
        shape += try field.integers(file).map(Int.init)
        guard shape.count <= 64 else {
          throw ONNXError(.damaged, "broken ONNX: a tensor of more than 64 dimensions")
        }
      case 2: typeNumber = Int(truncatingIfNeeded: try field.integer())
      case 3: throw ONNXError(.unsupported, "a tensor in segments is not supported")
      case 4, 5, 7, 10, 11:
        try file.count()
        typed.append(field)
      case 8: name = try field.text(file)
      case 9: raw = try field.range()
      case 13: try readExternal(field.message(file), file)
      case 14: isExternal = try field.integer() == 1
      default: continue
      }
    }
  }

  private mutating func readExternal(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    var (key, value) = ("", "")
    while let field = try reader.next() {
      if field.number == 1 { key = try field.text(file) }
      if field.number == 2 { value = try field.text(file) }
    }
    external[key] = value
  }

  /// The element type.
  ///
  /// - Throws: ``ONNXError`` with `unsupported` for texts, complex numbers and other types.
  func type() throws(ONNXError) -> ElementType {
    guard let type = ElementType(rawValue: typeNumber) else {
      throw ONNXError(
        .unsupported, "tensor type \(ElementType.name(ofNumber: typeNumber)) is not supported")
    }
    return type
  }

  /// The number of elements.
  ///
  /// - Throws: ``ONNXError`` when the shape is impossible.
  func count() throws(ONNXError) -> Int {
    guard let count = Shape.count(shape) else {
      throw ONNXError(.damaged, "tensor '\(name)' of impossible shape \(Shape.text(shape))")
    }
    return count
  }

  /// Reads the elements.
  ///
  /// - Parameters:
  ///   - file: The bytes of the model.
  ///   - files: Reads the elements that lie in other files.
  /// - Returns: The elements with their type and shape.
  /// - Throws: ``ONNXError`` when the file holds another number of elements than the shape says.
  package func tensor(
    _ file: ModelBytes, _ files: ExternalFiles
  ) throws(ONNXError) -> Tensor {
    let (type, count) = (try type(), try count())
    let bytes = count * type.byteCount
    if isExternal {
      let (source, range) = try files.place(external, count: bytes, of: name)
      return Tensor(type, shape, try Tensor.values(source, range, type))
    }
    if let raw {
      guard raw.count == bytes else {
        throw wrongCount("\(raw.count) bytes instead of \(bytes)")
      }
      return Tensor(type, shape, try Tensor.values(file, raw, type))
    }
    let values = try typedValues(type, file)
    guard values.count == count else {
      throw wrongCount("\(values.count) elements instead of \(count)")
    }
    return Tensor(type, shape, values)
  }

  private func wrongCount(_ text: String) -> ONNXError {
    ONNXError(.damaged, "broken ONNX: tensor '\(name)' holds \(text)")
  }

  private func typedValues(
    _ type: ElementType, _ file: ModelBytes
  ) throws(ONNXError) -> TensorValues {
    switch type {
    case .float:
      var values: [Float] = []
      for field in typed where field.number == 4 { values += try field.floats(file) }
      return .float(values)
    case .double:
      var values: [Double] = []
      for field in typed where field.number == 10 { values += try field.doubles(file) }
      return .double(values)
    case .float16:
      return .float(
        try integers(5, file).map { HalfFloat.float(bits: UInt16(truncatingIfNeeded: $0)) })
    default:
      let field = type == .int64 ? 7 : type == .uint32 || type == .uint64 ? 11 : 5
      return .integer(try integers(field, file).map(type.wrapped))
    }
  }

  private func integers(_ number: Int, _ file: ModelBytes) throws(ONNXError) -> [Int64] {
    var values: [Int64] = []
    for field in typed where field.number == number {
      values += try field.integers(file, limit: try count())
    }
    return values
  }
}
