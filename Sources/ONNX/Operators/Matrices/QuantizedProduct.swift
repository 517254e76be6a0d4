/// QLinearMatMul: a product of quantized matrices, quantized again.
struct QuantizedProduct: Operation {
  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let a = try IntegerProduct.centered(inputs.required(0), inputs.required(2), isLeft: true)
    let b = try IntegerProduct.centered(inputs.required(3), inputs.required(5), isLeft: false)
    let product = try MultiplyOperation().product(a, b, context)
    let scale =
      try inputs.required(1).real() * inputs.required(4).real() / inputs.required(6).real()
    return [try QuantizedProduct.quantized(product, scale, inputs.required(7))]
  }

  /// Multiplies integers by a scale and adds a zero point, limited to its type.
  static func quantized(
    _ x: Tensor, _ scale: Double, _ zero: Tensor
  ) throws(ONNXError) -> Tensor {
    let (offset, range) = (Double(try zero.number()), zero.type.integerRange)
    let values = try x.integers().map {
      let value = (Double($0) * scale).rounded(.toNearestOrEven) + offset
      return min(max(Casting.integer(value, .int64), range.lower), range.upper)
    }
    return Tensor(zero.type, x.shape, .integer(values))
  }
}
