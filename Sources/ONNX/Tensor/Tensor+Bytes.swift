package import ImageCodecs

extension Tensor {
  /// The tensor as a NumPy array.
  package var array: NPYTensor {
    let names: [ElementType: String] = [
      .float: "f4", .uint8: "u1", .int8: "i1", .uint16: "u2", .int16: "i2", .int32: "i4",
      .int64: "i8", .bool: "b1", .float16: "f2", .double: "f8", .uint32: "u4", .uint64: "u8",
    ]
    let name = names[type] ?? "f4"
    return NPYTensor(type: name, shape: shape, bytes: bytes(width: Int(name.suffix(1)) ?? 4))
  }

  private func bytes(width: Int) -> [UInt8] {
    switch values {
    case .float(let values) where type == .float16:
      Tensor.bytes(values.map { UInt64(HalfFloat.bits($0)) }, width)
    case .float(let values): Tensor.bytes(values.map { UInt64($0.bitPattern) }, width)
    case .double(let values): Tensor.bytes(values.map(\.bitPattern), width)
    case .integer(let values): Tensor.bytes(values.map { UInt64(bitPattern: $0) }, width)
    }
  }

  private static func bytes(_ values: [UInt64], _ width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * width)
    for value in values {
      for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
    }
    return bytes
  }

  /// Creates a tensor from a NumPy array.
  ///
  /// - Throws: ``ONNXError`` for a type without a counterpart.
  package init(_ array: NPYTensor) throws(ONNXError) {
    let types: [String: ElementType] = [
      "f4": .float, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "i4": .int32,
      "i8": .int64, "b1": .bool, "f2": .float16, "f8": .double, "u4": .uint32, "u8": .uint64,
    ]
    guard let type = types[array.type] else {
      throw ONNXError(.unsupported, "an array of type \(array.type)")
    }
    let source = ModelBytes(RandomAccessBytes(bytes: array.bytes))
    self.init(type, array.shape, try Tensor.values(source, 0..<array.bytes.count, type))
  }

  /// Reads the elements in a range of a file, little-endian.
  static func values(
    _ file: ModelBytes, _ range: Range<Int>, _ type: ElementType
  ) throws(ONNXError) -> TensorValues {
    switch type {
    case .float: .float(try file.values(range, of: Float.self))
    case .double: .double(try file.values(range, of: Double.self))
    case .float16: .float(try file.values(range, of: UInt16.self).map(HalfFloat.float(bits:)))
    case .int64, .uint64: .integer(try file.values(range, of: Int64.self))
    case .int32: .integer(try file.values(range, of: Int32.self).map(Int64.init))
    case .uint32: .integer(try file.values(range, of: UInt32.self).map(Int64.init))
    case .int16: .integer(try file.values(range, of: Int16.self).map(Int64.init))
    case .uint16: .integer(try file.values(range, of: UInt16.self).map(Int64.init))
    case .int8: .integer(try file.values(range, of: Int8.self).map(Int64.init))
    case .uint8: .integer(try file.values(range, of: UInt8.self).map(Int64.init))
    case .bool: .integer(try file.values(range, of: UInt8.self).map { $0 == 0 ? 0 : 1 })
    }
  }
}
