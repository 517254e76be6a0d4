internal import ConvCore
import Foundation
import RowLoops

/// A function of each element.
struct UnaryOperation: Operation {
  /// The function for floats; integers take `integer`, or are refused.
  let float: @Sendable (Float) -> Float
  /// The function for doubles.
  let double: @Sendable (Double) -> Double
  /// The function for integers; `nil` when the standard has none.
  var integer: (@Sendable (Int64, ElementType) -> Int64)?
  /// The loop for floats; `nil` when there is none for the function.
  var loop: RowActivation?

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    switch x.values {
    case .float(let values) where loop != nil && x.type == .float:
      guard let loop else { return [x] }
      return [Tensor(x.shape, ElementChunks.map(values, loop, context))]
    case .float(let values):
      return [Tensor(x.type, x.shape, rounding: ElementChunks.map(values, context, float))]
    case .double(let values): return [Tensor(x.type, x.shape, rounding: values.map(double))]
    case .integer(let values):
      guard let integer else {
        throw ONNXError(.unsupported, "elements of type \(x.type) are not supported")
      }
      return [Tensor(x.type, x.shape, wrapping: values.map { integer($0, x.type) })]
    }
  }

  /// Creates an operator that takes the same function in both precisions.
  private static func entry(
    _ name: String, since: Int = 1, _ double: @escaping @Sendable (Double) -> Double,
    float: (@Sendable (Float) -> Float)? = nil,
    integer: (@Sendable (Int64, ElementType) -> Int64)? = nil, loop: RowActivation? = nil
  ) -> OperatorEntry {
    OperatorEntry(name, since: since) { _ in
      UnaryOperation(
        float: float ?? { Float(double(Double($0))) }, double: double, integer: integer,
        loop: loop)
    }
  }

  static let entries: [OperatorEntry] = roundings + powers + trigonometry + saturating

  private static let roundings: [OperatorEntry] = [
    entry(
      "Abs", { abs($0) }, float: { abs($0) },
      integer: { x, type in x < 0 && !type.isUnsigned ? 0 &- x : x }),
    entry("Neg", { -$0 }, float: { -$0 }, integer: { x, _ in 0 &- x }),
    entry(
      "Sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
      integer: { x, type in x == 0 ? 0 : x > 0 || type.isUnsigned ? 1 : -1 }),
    entry("Floor", { $0.rounded(.down) }, float: { $0.rounded(.down) }),
    entry("Ceil", { $0.rounded(.up) }, float: { $0.rounded(.up) }),
    entry("Round", { $0.rounded(.toNearestOrEven) }, float: { $0.rounded(.toNearestOrEven) }),
  ]

  private static let powers: [OperatorEntry] = [
    entry("Reciprocal", { 1 / $0 }, float: { 1 / $0 }),
    entry("Sqrt", { $0.squareRoot() }, float: { $0.squareRoot() }),
    entry("Exp", { exp($0) }, float: { exp($0) }),
    entry("Log", { log($0) }, float: { log($0) }),
    entry("Erf", { erf($0) }, float: { erf($0) }, loop: .errorFunction),
  ]

  private static let trigonometry: [OperatorEntry] = [
    entry("Sin", { sin($0) }), entry("Cos", { cos($0) }), entry("Tan", { tan($0) }),
    entry("Asin", { asin($0) }), entry("Acos", { acos($0) }), entry("Atan", { atan($0) }),
    entry("Sinh", { sinh($0) }), entry("Cosh", { cosh($0) }), entry("Asinh", { asinh($0) }),
    entry("Acosh", { acosh($0) }), entry("Atanh", { atanh($0) }),
  ]

  private static let saturating: [OperatorEntry] = [
    // NaN stays NaN.
    entry(
      "Relu", { $0 < 0 ? 0 : $0 }, float: { $0 < 0 ? 0 : $0 },
      integer: { x, type in x < 0 && !type.isUnsigned ? 0 : x }, loop: .rectify),
    entry("Sigmoid", sigmoid, float: { 1 / (1 + exp(-$0)) }, loop: .sigmoid),
    entry("Tanh", { tanh($0) }, float: { tanh($0) }),
    entry("Softplus", { max($0, 0) + log1p(exp(-abs($0))) }),
    entry("Softsign", { $0 / (1 + abs($0)) }),
    entry(
      "HardSwish", since: 14, { $0 * min(max($0 / 6 + 0.5, 0), 1) },
      float: { $0 * min(max($0 / 6 + 0.5, 0), 1) }, loop: .hardSwish),
    entry("Mish", since: 18, { $0 * tanh(max($0, 0) + log1p(exp(-abs($0)))) }),
  ]

  /// 1 / (1 + e⁻ˣ).
  @Sendable static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
