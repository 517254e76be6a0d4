/// Gemm: alpha · A · B + beta · C, with A and B transposed on request.
struct GeneralProduct: Operation {
  let alpha: Float
  let beta: Float
  let transposesA: Bool
  let transposesB: Bool
  /// Whether C is repeated to the shape of the product.
  let repeatsC: Bool
  /// The packed second operand, with C as biases, when they never change.
  private var packed: PackedFilters?
  private var includesC = false

  init(alpha: Float, beta: Float, transposesA: Bool, transposesB: Bool, repeatsC: Bool) {
    (self.alpha, self.beta, self.repeatsC) = (alpha, beta, repeatsC)
    (self.transposesA, self.transposesB) = (transposesA, transposesB)
  }

  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    guard alpha == 1, beta == 1, let b = constants[1], b.rank == 2, b.type == .float else {
      return self
    }
    var operation = self
    var biases: [Float] = []
    let n = transposesB ? b.shape[0] : b.shape[1]
    if let c = constants[2], c.type == .float, c.count == n, c.shape.last == n {
      (biases, operation.includesC) = (try c.floats(), true)
    }
    operation.packed = try pack(b, biases)
    return operation
  }

  var releasedInputs: Set<Int> { packed == nil ? [] : includesC ? [1, 2] : [1] }

  private func pack(_ b: Tensor, _ biases: [Float] = []) throws(ONNXError) -> PackedFilters {
    let (rows, columns) = (b.shape[0], b.shape[1])
    return PackedFilters(
      try b.floats(), count: transposesB ? rows : columns, taps: transposesB ? columns : rows,
      filterStride: transposesB ? columns : 1, tapStride: transposesB ? 1 : columns,
      biases: biases[...])
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let given = try Operands(tensors: inputs.tensors.filter { $0 != nil }).ofOneType()
    var a = try inputs.required(0)
    let b = packed == nil ? try inputs.required(1) : nil
    guard given[0].type == a.type, a.rank == 2, b?.rank ?? 2 == 2 else {
      throw ONNXError(.damaged, "\(Shape.text(a.shape)) and the second input are not two matrices")
    }
    if transposesA { a = LayoutOperations.transposed(a, [1, 0]) }
    var (k, n) = (packed?.taps ?? 0, packed?.count ?? 0)
    if let b { (k, n) = transposesB ? (b.shape[1], b.shape[0]) : (b.shape[0], b.shape[1]) }
    guard a.shape[1] == k else {
      throw ONNXError(
        .damaged, "\(Shape.text(a.shape)) cannot be multiplied by \(k)x\(n)")
    }
    let shape = [a.shape[0], n]
    try context.count(shape, a.type)
    var product: Tensor
    if case .float(let values) = a.values {
      let columns: PackedFilters
      if let packed { columns = packed } else { columns = try pack(inputs.required(1)) }
      product = Tensor(
        a.type, shape,
        rounding: MatrixProduct.run(values, from: 0, rows: shape[0], columns, context))
    } else {
      var b = try inputs.required(1)
      if transposesB { b = LayoutOperations.transposed(b, [1, 0]) }
      product = try MultiplyOperation().product(a, b, context)
    }
    if alpha != 1 { product = try scaled(product, alpha, context) }
    guard let c = inputs[2], !includesC else { return [product] }
    guard repeatsC || c.shape == shape, try Shape.broadcast([shape, c.shape]) == shape else {
      throw ONNXError(.damaged, "\(Shape.text(c.shape)) cannot be added to \(Shape.text(shape))")
    }
    let addend = beta == 1 ? c : try scaled(c, beta, context)
    return [try ArithmeticOperation.result(.add, product, addend, context)]
  }

  func products(_ inputs: [[Int]?], result: [Int]) -> Int {
    guard inputs.count > 1, let a = inputs[0], a.count == 2 else { return 0 }
    return result.reduce(1, *) * a[transposesA ? 0 : 1]
  }

  private func scaled(
    _ x: Tensor, _ factor: Float, _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    let number = Casting.cast(Tensor([], [factor]), to: x.type)
    return try ArithmeticOperation.result(.multiply, x, number, context)
  }
}
