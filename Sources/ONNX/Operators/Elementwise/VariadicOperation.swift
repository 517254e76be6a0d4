/// Maximum, minimum, sum or mean of the elements of any number of tensors.
struct VariadicOperation: Operation {
  let kind: ArithmeticOperation.Kind
  var isMean = false
  /// Whether all tensors have to have one shape, as before opset 8.
  let isOld: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    var result = operands[0]
    for next in operands.dropFirst() {
      guard !isOld || next.shape == result.shape else {
        throw ONNXError(
          .damaged, "shapes \(Shape.text(result.shape)) and \(Shape.text(next.shape)) differ")
      }
      result = try ArithmeticOperation.result(kind, result, next, context)
    }
    guard isMean else { return [result] }
    let count = Double(operands.count)
    return [
      Tensor(result.type, result.shape, rounding: try result.doubles().map { $0 / count })
    ]
  }

  static let entries: [OperatorEntry] = [
    entry("Max", .maximum), entry("Min", .minimum), entry("Sum", .add),
    entry("Mean", .add, isMean: true),
  ]

  private static func entry(
    _ name: String, _ kind: ArithmeticOperation.Kind, isMean: Bool = false
  ) -> OperatorEntry {
    OperatorEntry(name, inputs: 1...Int.max) {
      VariadicOperation(kind: kind, isMean: isMean, isOld: $0.opset < 8)
    }
  }
}
