/// A tensor of any shape and type, in row-major order.
package struct Tensor: Hashable, Sendable {
  /// The element type.
  package let type: ElementType
  /// The lengths of the dimensions, the slowest first; empty for a single number.
  package let shape: [Int]
  /// The elements.
  package let values: TensorValues

  /// Creates a tensor from elements that are in the range of the type.
  ///
  /// - Precondition: The number of elements is the product of the sides.
  package init(_ type: ElementType, _ shape: [Int], _ values: TensorValues) {
    let count = shape.contains(0) ? 0 : Shape.count(shape)
    precondition(count == values.count, "\(values.count) elements for \(shape)")
    (self.type, self.shape, self.values) = (type, shape, values)
  }

  /// Creates a tensor of floats.
  package init(_ shape: [Int], _ values: [Float]) { self.init(.float, shape, .float(values)) }

  /// Creates a tensor from results of floating-point arithmetic, rounded to the type.
  init(_ type: ElementType, _ shape: [Int], rounding values: [Float]) {
    switch type {
    case .float16: self.init(type, shape, .float(values.map(HalfFloat.rounded)))
    case .double: self.init(type, shape, .double(values.map(Double.init)))
    default: self.init(type, shape, .float(values))
    }
  }

  /// Creates a tensor from results in double precision, rounded to the type.
  init(_ type: ElementType, _ shape: [Int], rounding values: [Double]) {
    if type == .double {
      self.init(type, shape, .double(values))
    } else {
      self.init(type, shape, rounding: values.map(Float.init))
    }
  }

  /// Creates a tensor from results of integer arithmetic, wrapped to the type.
  init(_ type: ElementType, _ shape: [Int], wrapping values: [Int64]) {
    let isWide = type == .int64 || type == .uint64
    self.init(type, shape, .integer(isWide ? values : values.map(type.wrapped)))
  }

  /// Creates a tensor of truth values.
  init(_ shape: [Int], truths values: [Bool]) {
    self.init(.bool, shape, .integer(values.map { $0 ? 1 : 0 }))
  }

  /// Creates a list of 64-bit integers.
  init(list: [Int]) { self.init(.int64, [list.count], .integer(list.map(Int64.init))) }

  /// The number of elements.
  package var count: Int { values.count }

  /// The number of dimensions.
  package var rank: Int { shape.count }

  /// The number of bytes in memory.
  package var heldBytes: Int { count * type.heldByteCount }

  /// The same elements with another shape of the same size.
  func reshaped(_ shape: [Int]) -> Tensor { Tensor(type, shape, values) }

  /// The elements as floats.
  ///
  /// - Throws: ``ONNXError`` for other types.
  package func floats() throws(ONNXError) -> [Float] {
    guard case .float(let values) = values else {
      throw ONNXError(.unsupported, "elements of type \(type), where floats are expected")
    }
    return values
  }

  /// The elements of floating-point types as doubles.
  func doubles() throws(ONNXError) -> [Double] {
    switch values {
    case .float(let values): return values.map(Double.init)
    case .double(let values): return values
    case .integer:
      throw ONNXError(.unsupported, "elements of type \(type), where floats are expected")
    }
  }

  /// The elements as integers.
  ///
  /// - Throws: ``ONNXError`` for other types.
  package func integers() throws(ONNXError) -> [Int64] {
    guard case .integer(let values) = values else {
      throw ONNXError(.unsupported, "elements of type \(type), where integers are expected")
    }
    return values
  }

  /// The elements of a list of sizes, axes or indices.
  func list() throws(ONNXError) -> [Int] {
    guard rank <= 1 else {
      throw ONNXError(.damaged, "\(Shape.text(shape)) numbers, where a list is expected")
    }
    return try integers().map(Int.init)
  }

  /// The only element of an integer tensor.
  func number() throws(ONNXError) -> Int {
    let values = try integers()
    guard values.count == 1 else {
      throw ONNXError(.damaged, "\(values.count) numbers, where one is expected")
    }
    return Int(values[0])
  }

  /// The only element of a floating-point tensor.
  func real() throws(ONNXError) -> Double {
    let values = try doubles()
    guard values.count == 1 else {
      throw ONNXError(.damaged, "\(values.count) numbers, where one is expected")
    }
    return values[0]
  }
}
