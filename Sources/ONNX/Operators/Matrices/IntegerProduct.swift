/// MatMulInteger: products of 8-bit matrices after their zero points are taken off.
struct IntegerProduct: Operation {
  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let a = try IntegerProduct.centered(inputs.required(0), inputs[2], isLeft: true)
    let b = try IntegerProduct.centered(inputs.required(1), inputs[3], isLeft: false)
    return [try MultiplyOperation().product(a, b, context)]
  }

  /// Subtracts the zero points of elements.
  ///
  /// - Parameters:
  ///   - x: The elements.
  ///   - zero: One zero point, or several; `nil` is 0.
  ///   - isLeft: Whether several zero points belong to rows; otherwise to columns.
  /// - Returns: The differences as 32-bit integers, in the shape of `x`.
  /// - Throws: ``ONNXError`` when the zero points do not suit the shape of `x`.
  static func centered(
    _ x: Tensor, _ zero: Tensor?, isLeft: Bool
  ) throws(ONNXError) -> Tensor {
    guard let zero else { return Casting.cast(x, to: .int32) }
    var shape = zero.shape
    if zero.count == 1 { shape = [] } else if isLeft && zero.rank == 1 { shape = [zero.count, 1] }
    guard try Shape.broadcast([x.shape, shape]) == x.shape else {
      throw ONNXError(.damaged, "zero points of \(Shape.text(zero.shape))")
    }
    let values = Broadcast.combine(
      try x.integers(), x.shape, try zero.integers(), shape, to: x.shape
    ) { $0 &- $1 }
    return Tensor(.int32, x.shape, wrapping: values)
  }
}
