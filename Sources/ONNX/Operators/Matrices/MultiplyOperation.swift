/// MatMul: products of matrices in the last two dimensions; the others are repeated.
struct MultiplyOperation: Operation {
  /// The packed second operand when it never changes.
  private var packed: PackedFilters?
  private var packedType = ElementType.float

  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    guard let b = constants[1], b.rank == 2, case .float(let values) = b.values else { return self }
    var operation = self
    operation.packedType = b.type
    operation.packed = MultiplyOperation.pack(values, 0, b.shape[0], b.shape[1])
    return operation
  }

  var releasedInputs: Set<Int> { packed == nil ? [] : [1] }

  private static func pack(_ b: [Float], _ start: Int, _ k: Int, _ n: Int) -> PackedFilters {
    PackedFilters(b, from: start, count: n, taps: k, filterStride: 1, tapStride: n)
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    guard let packed else {
      let operands = try inputs.ofOneType()
      return [try product(operands[0], operands[1], context)]
    }
    let a = try inputs.required(0)
    guard a.rank > 0, a.shape[a.rank - 1] == packed.taps, a.type == packedType else {
      throw ONNXError(
        .damaged,
        "\(a.type) \(Shape.text(a.shape)) cannot be multiplied by "
          + "\(packed.taps)x\(packed.count)")
    }
    let shape = a.shape.dropLast() + [packed.count]
    try context.count(Array(shape), a.type)
    let rows = a.shape.dropLast().reduce(1, *)
    return [
      Tensor(
        a.type, Array(shape),
        rounding: MatrixProduct.run(try a.floats(), from: 0, rows: rows, packed, context))
    ]
  }

  func products(_ inputs: [[Int]?], result: [Int]) -> Int {
    guard let depth = inputs.first.flatMap(\.self)?.last else { return 0 }
    return result.reduce(1, *) * depth
  }

  /// Multiplies two tensors of one type.
  func product(
    _ a: Tensor, _ b: Tensor, _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    guard a.rank > 0, b.rank > 0 else { throw ONNXError(.damaged, "a single number is no matrix") }
    // A list is a row on the left and a column on the right.
    let left = a.rank == 1 ? [1] + a.shape : a.shape
    let right = b.rank == 1 ? b.shape + [1] : b.shape
    let (m, k, n) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
    guard right[right.count - 2] == k else {
      throw ONNXError(
        .damaged, "\(Shape.text(a.shape)) and \(Shape.text(b.shape)) cannot be multiplied")
    }
    let outer = try Shape.broadcast([Array(left.dropLast(2)), Array(right.dropLast(2))])
    var shape = outer + [m, n]
    try context.count(shape, a.type)
    if b.rank == 1 { shape.removeLast() }
    if a.rank == 1 { shape.remove(at: b.rank == 1 ? shape.count - 1 : shape.count - 2) }
    let loop = StridedLoop(
      shape: outer,
      [
        Shape.strides(Array(left.dropLast(2)), broadcastTo: outer),
        Shape.strides(Array(right.dropLast(2)), broadcastTo: outer),
      ])
    var pairs: [(Int, Int)] = []
    let step = loop.step
    loop.forEachRun { offsets, count in
      for index in 0..<count {
        pairs.append(
          ((offsets[0] + index * step[0]) * m * k, (offsets[1] + index * step[1]) * k * n))
      }
    }
    switch (a.values, b.values) {
    case (.float(let x), .float(let y)):
      return Tensor(a.type, shape, rounding: floats(x, y, pairs, m, k, n, context))
    case (.double(let x), .double(let y)):
      return Tensor(
        a.type, shape, rounding: products(x, y, pairs, m, k, n, 0.0) { $0 + $1 * $2 })
    case (.integer(let x), .integer(let y)):
      return Tensor(
        a.type, shape, wrapping: products(x, y, pairs, m, k, n, 0) { $0 &+ $1 &* $2 })
    default: throw ONNXError(.damaged, "operands of types \(a.type) and \(b.type)")
    }
  }

  private func floats(
    _ a: [Float], _ b: [Float], _ pairs: [(Int, Int)], _ m: Int, _ k: Int, _ n: Int,
    _ context: RunContext
  ) -> [Float] {
    var result: [Float] = []
    var last: (start: Int, columns: PackedFilters)?
    for (i, j) in pairs {
      let columns = last?.start == j ? last?.columns : nil
      let packed = columns ?? MultiplyOperation.pack(b, j, k, n)
      last = (j, packed)
      let product = MatrixProduct.run(a, from: i, rows: m, packed, context)
      if pairs.count == 1 { return product }
      result += product
    }
    return result
  }

  private func products<Value>(
    _ a: [Value], _ b: [Value], _ pairs: [(Int, Int)], _ m: Int, _ k: Int, _ n: Int,
    _ zero: Value, _ add: (Value, Value, Value) -> Value
  ) -> [Value] {
    var result: [Value] = []
    for (i, j) in pairs {
      for row in 0..<m {
        for column in 0..<n {
          var sum = zero
          for t in 0..<k { sum = add(sum, a[i + row * k + t], b[j + t * n + column]) }
          result.append(sum)
        }
      }
    }
    return result
  }
}
