internal import ConvCore
import Foundation
import RowLoops

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
  /// Whether max(·, 0) follows an addition.
  private(set) var isRectified = false

  func rectified() -> (any Operation)? {
    guard kind == .add else { return nil }
    var operation = self
    operation.isRectified = true
    return operation
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let (a, b) = (operands[0], try broadcast.second(operands[0], operands[1]))
    if isRectified, a.shape == b.shape, case .float(let x) = a.values, case .float(let y) = b.values
    {
      let sum = ElementChunks.combine(x, y, .addRectified, context)
      return [Tensor(a.type, a.shape, rounding: sum)]
    }
    let result = try ArithmeticOperation.result(kind, a, b, context)
    guard isRectified else { return [result] }
    let rectifier = UnaryOperation(
      float: { $0 < 0 ? 0 : $0 }, double: { $0 < 0 ? 0 : $0 },
      integer: { x, type in x < 0 && !type.isUnsigned ? 0 : x })
    return try rectifier.run(Operands(tensors: [result]), context)
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
      if shape == a.shape, let sum = ArithmeticOperation.scaled(kind, a, x, b.shape, y, context) {
        return Tensor(a.type, shape, rounding: sum)
      }
      // Sums and products do not depend on the order of the operands.
      if shape == b.shape, kind == .add || kind == .multiply,
        let sum = ArithmeticOperation.scaled(kind, b, y, a.shape, x, context)
      {
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

  /// Maps with one number a channel.
  private static func scaled(
    _ kind: Kind, _ a: Tensor, _ x: [Float], _ shape: [Int], _ y: [Float], _ context: RunContext
  ) -> [Float]? {
    if y.count == 1, kind != .subtract, kind != .maximum, kind != .minimum {
      let number = y[0]
      switch kind {
      case .add: return ElementChunks.map(x, .plus(number), context)
      case .multiply: return ElementChunks.map(x, .times(number), context)
      default: return ElementChunks.map(x, .over(number), context)
      }
    }
    if kind == .add || kind == .multiply, a.shape.last == y.count, shape.last == y.count,
      x.count >= y.count, y.count > 1
    {
      return rows(kind, x, y, context)
    }
    guard kind == .multiply || kind == .add,
      let plane = ChannelScaling.plane(a.shape, shape), plane > 1
    else { return nil }
    let (zeros, ones) = (
      [Float](repeating: 0, count: y.count), [Float](repeating: 1, count: y.count)
    )
    return kind == .add
      ? ChannelScaling.run(x, plane: plane, factors: ones, offsets: y, rectify: false, context)
      : ChannelScaling.run(x, plane: plane, factors: y, offsets: zeros, rectify: false, context)
  }

  /// Rows with one number for each place in a row.
  private static func rows(
    _ kind: Kind, _ x: [Float], _ y: [Float], _ context: RunContext
  ) -> [Float] {
    let width = y.count
    // Pieces of some rows.
    let height = max(1, (1 << 14) / width)
    let count = x.count / width
    let (engine, combination) = (context.engine, kind == .add ? RowCombination.add : .multiply)
    return SharedFloats.filled(count: x.count) { output in
      WorkQueue.run((count + height - 1) / height, context.workers) { piece in
        let range = piece * height * width..<min(count, (piece + 1) * height) * width
        output.write(range) { part in
          for first in stride(from: 0, to: range.count, by: width) {
            engine.loops.combine(
              combination, x.span, from: range.lowerBound + first, y.span, from: 0, into: &part,
              at: first, count: width)
          }
        }
      }
    }
  }

  /// The most common operands of networks: two maps of one shape.
  private static func equal(
    _ kind: Kind, _ x: [Float], _ y: [Float], _ context: RunContext
  ) -> [Float]? {
    switch kind {
    case .add: ElementChunks.combine(x, y, .add, context)
    case .multiply: ElementChunks.combine(x, y, .multiply, context)
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
