/// QLinearConv: a convolution of quantized values, quantized again.
struct QuantizedConvOperation: Operation {
  private let convolution: IntegerConvOperation

  init(_ attributes: inout Attributes) { convolution = IntegerConvOperation(&attributes) }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let sums = try convolution.sums(
      inputs.required(0), inputs.required(2), inputs.required(3), inputs.required(5),
      bias: inputs[8], context)
    let scales = try inputs.required(4).doubles()
    guard scales.count == 1 else {
      throw ONNXError(.unsupported, "a scale for each filter is not supported")
    }
    let scale = try inputs.required(1).real() * scales[0] / inputs.required(6).real()
    return [try QuantizedProduct.quantized(sums, scale, inputs.required(7))]
  }
}
