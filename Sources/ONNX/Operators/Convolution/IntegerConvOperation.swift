/// ConvInteger: convolution of 8-bit values after their zero points are taken off.
struct IntegerConvOperation: Operation {
  private let geometry: WindowGeometry
  private let groups: Int

  init(_ attributes: inout Attributes) {
    geometry = WindowGeometry(&attributes)
    groups = attributes.integer("group", 1)
    if groups < 1 { attributes.refuse("group \(groups)") }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    [
      try sums(
        inputs.required(0), inputs[2], inputs.required(1), inputs[3], bias: nil, context)
    ]
  }

  /// Convolves centered values.
  func sums(
    _ x: Tensor, _ zero: Tensor?, _ weights: Tensor, _ weightZero: Tensor?, bias: Tensor?,
    _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    var centeredZero = weightZero
    if let list = weightZero, list.count > 1 {
      // A zero point for each filter.
      centeredZero = list.reshaped([list.count] + [Int](repeating: 1, count: weights.rank - 1))
    }
    let x = try IntegerProduct.centered(x, zero, isLeft: false)
    let w = try IntegerProduct.centered(weights, centeredZero, isLeft: false)
    let sides = try ConvOperation.check(x, w.shape, groups: groups)
    let axes = try geometry.axes(sides, size: Array(w.shape[2...]))
    let shape = [x.shape[0], w.shape[0]] + axes.map(\.count)
    try context.count(shape, .int32)
    let sums = try DirectCorrelation.run(x, w, nil, axes, groups: groups, shape)
    guard let bias else { return sums }
    let list = bias.reshaped([bias.count] + [Int](repeating: 1, count: shape.count - 2))
    return try ArithmeticOperation.result(.add, sums, list, context)
  }
}
