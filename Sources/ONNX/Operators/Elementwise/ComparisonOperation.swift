/// Comparisons of the elements of two tensors.
struct ComparisonOperation: Operation {
  /// The kinds of comparison.
  enum Kind: String, CaseIterable {
    case equal = "Equal"
    case less = "Less"
    case greater = "Greater"
    case lessOrEqual = "LessOrEqual"
    case greaterOrEqual = "GreaterOrEqual"

    @inline(__always)
    func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
      switch self {
      case .equal: a == b
      case .less: a < b
      case .greater: a > b
      case .lessOrEqual: a <= b
      case .greaterOrEqual: a >= b
      }
    }
  }

  let kind: Kind
  let broadcast: LegacyBroadcast

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let (a, b) = (operands[0], try broadcast.second(operands[0], operands[1]))
    let shape = try Shape.broadcast([a.shape, b.shape])
    try context.count(shape, .bool)
    let kind = kind
    let truths: [Bool]
    switch (a.values, b.values) {
    case (.integer(let x), .integer(let y)) where a.type == .uint64:
      truths = Broadcast.combine(x, a.shape, y, b.shape, to: shape) {
        kind.holds(UInt64(bitPattern: $0), UInt64(bitPattern: $1))
      }
    case (.integer(let x), .integer(let y)):
      truths = Broadcast.combine(x, a.shape, y, b.shape, to: shape) { kind.holds($0, $1) }
    default:
      truths = Broadcast.combine(
        try a.doubles(), a.shape, try b.doubles(), b.shape, to: shape
      ) { kind.holds($0, $1) }
    }
    return [Tensor(shape, truths: truths)]
  }

  static let entries: [OperatorEntry] =
    Kind.allCases.map { kind in
      OperatorEntry(
        kind.rawValue, since: kind.rawValue.hasSuffix("OrEqual") ? 12 : 1, inputs: 2...2
      ) { ComparisonOperation(kind: kind, broadcast: LegacyBroadcast(&$0)) }
    } + [
      OperatorEntry("IsNaN", since: 9) { _ in
        TestOperation { $0.isNaN }
      },
      OperatorEntry("IsInf", since: 10) { attributes in
        let positive = attributes.truth("detect_positive", true)
        let negative = attributes.truth("detect_negative", true)
        return TestOperation { $0.isInfinite && ($0 > 0 ? positive : negative) }
      },
    ]

  /// A question about each element.
  private struct TestOperation: Operation {
    let holds: @Sendable (Double) -> Bool

    init(_ holds: @escaping @Sendable (Double) -> Bool) { self.holds = holds }

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      return [Tensor(x.shape, truths: try x.doubles().map(holds))]
    }
  }
}
