/// PRelu: negative elements are multiplied by a slope that is repeated to the shape of the input.
struct SlopeOperation: Operation {
  /// Whether the slope has one value for each channel, as before opset 7.
  let isOld: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let x = operands[0]
    var slope = operands[1]
    if isOld, slope.count > 1, x.rank > 1 {
      slope = slope.reshaped([slope.count] + [Int](repeating: 1, count: x.rank - 2))
    }
    guard try Shape.broadcast([x.shape, slope.shape]) == x.shape else {
      throw ONNXError(
        .damaged, "a slope of \(Shape.text(slope.shape)) for \(Shape.text(x.shape))")
    }
    switch (x.values, slope.values) {
    case (.integer(let values), .integer(let slopes)):
      let isUnsigned = x.type.isUnsigned
      let result = Broadcast.combine(values, x.shape, slopes, slope.shape, to: x.shape) {
        $0 < 0 && !isUnsigned ? $0 &* $1 : $0
      }
      return [Tensor(x.type, x.shape, wrapping: result)]
    case (.double(let values), .double(let slopes)):
      let result = Broadcast.combine(values, x.shape, slopes, slope.shape, to: x.shape) {
        $0 < 0 ? $0 * $1 : $0
      }
      return [Tensor(x.type, x.shape, rounding: result)]
    default:
      let result = Broadcast.combine(
        try x.floats(), x.shape, try slope.floats(), slope.shape, to: x.shape
      ) { $0 < 0 ? $0 * $1 : $0 }
      return [Tensor(x.type, x.shape, rounding: result)]
    }
  }
}
