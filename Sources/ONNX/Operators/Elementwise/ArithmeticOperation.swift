import Foundation

/// Arithmetic with the elements of two tensors.
struct ArithmeticOperation: Operation {
  /// The kinds of arithmetic.
  enum Kind: String, CaseIterable {
    case add = "Add"
    case subtract = "Sub"
    case multiply = "Mul"
    case divide = "Div"
    case maximum
    case minimum
  }

  let kind: Kind
  let broadcast: LegacyBroadcast

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let (a, b) = (operands[0], try broadcast.second(operands[0], operands[1]))
    return [try ArithmeticOperation.result(kind, a, b, context)]
  }

  /// Combines two tensors of one type.
  static func result(
    _ kind: Kind, _ a: Tensor, _ b: Tensor, _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    let shape = try Shape.broadcast([a.shape, b.shape])
    try context.count(shape, a.type)
    switch (a.values, b.values) {
    case (.float(let x), .float(let y)):
      if a.shape == b.shape, let sum = ArithmeticOperation.equal(kind, x, y, context) {
        return Tensor(a.type, shape, rounding: sum)
      }
      return Tensor(a.type, shape, rounding: reals(kind, x, a.shape, y, b.shape, shape))
    case (.double(let x), .double(let y)):
      return Tensor(a.type, shape, rounding: reals(kind, x, a.shape, y, b.shape, shape))
    case (.integer(let x), .integer(let y)):
      return Tensor(
        a.type, shape, wrapping: try integers(kind, x, a.shape, y, b.shape, shape, a.type))
    default: throw ONNXError(.damaged, "operands of types \(a.type) and \(b.type)")
    }
  }

  @inline(__always)
  private static func reals<Value: BinaryFloatingPoint>(
    _ kind: Kind, _ x: [Value], _ xShape: [Int], _ y: [Value], _ yShape: [Int], _ shape: [Int]
  ) -> [Value] {
    switch kind {
    case .add: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 + $1 }
    case .subtract: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 - $1 }
    case .multiply: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 * $1 }
    case .divide: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 / $1 }
    // NaN wins, as in NumPy.
    case .maximum:
      Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 > $1 || $0.isNaN ? $0 : $1 }
    case .minimum:
      Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 < $1 || $0.isNaN ? $0 : $1 }
    }
  }

  /// The most common operands of networks: two maps of one shape.
  private static func equal(
    _ kind: Kind, _ x: [Float], _ y: [Float], _ context: RunContext
  ) -> [Float]? {
    switch kind {
    case .add: ElementChunks.combine(x, y, context) { $0 + $1 }
    case .multiply: ElementChunks.combine(x, y, context) { $0 * $1 }
    default: nil
    }
  }

  private static func integers(
    _ kind: Kind, _ x: [Int64], _ xShape: [Int], _ y: [Int64], _ yShape: [Int], _ shape: [Int],
    _ type: ElementType
  ) throws(ONNXError) -> [Int64] {
    let isUnsigned = type.isUnsigned
    func isLess(_ a: Int64, _ b: Int64) -> Bool {
      isUnsigned ? UInt64(bitPattern: a) < UInt64(bitPattern: b) : a < b
    }
    if kind == .divide, y.contains(0) { throw ONNXError(.damaged, "an integer divided by zero") }
    return switch kind {
    case .add: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 &+ $1 }
    case .subtract: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 &- $1 }
    case .multiply: Broadcast.combine(x, xShape, y, yShape, to: shape) { $0 &* $1 }
    case .divide:
      Broadcast.combine(x, xShape, y, yShape, to: shape) { a, b in
        isUnsigned
          ? Int64(bitPattern: UInt64(bitPattern: a) / UInt64(bitPattern: b))
          : a.dividedReportingOverflow(by: b).partialValue
      }
    case .maximum: Broadcast.combine(x, xShape, y, yShape, to: shape) { isLess($0, $1) ? $1 : $0 }
    case .minimum: Broadcast.combine(x, xShape, y, yShape, to: shape) { isLess($0, $1) ? $0 : $1 }
    }
  }

  static let entries: [OperatorEntry] =
    [Kind.add, .subtract, .multiply, .divide].map { kind in
      OperatorEntry(kind.rawValue, inputs: 2...2) {
        ArithmeticOperation(kind: kind, broadcast: LegacyBroadcast(&$0))
      }
    } + [
      OperatorEntry("Pow", inputs: 2...2) { PowerOperation(broadcast: LegacyBroadcast(&$0)) },
      OperatorEntry("Mod", since: 10, inputs: 2...2) {
        RemainderOperation(followsDividend: $0.truth("fmod"))
      },
      OperatorEntry("PRelu", inputs: 2...2) { SlopeOperation(isOld: $0.opset < 7) },
    ]
}
