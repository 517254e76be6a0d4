/// Logic with truth values, and with the bits of integers.
struct LogicalOperation: Operation {
  /// Combines two integers; truth values are 0 and 1.
  let combine: @Sendable (Int64, Int64) -> Int64
  /// Whether the operands are truth values; otherwise they are integers.
  let isBool: Bool
  let broadcast: LegacyBroadcast

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let (a, b) = (operands[0], try broadcast.second(operands[0], operands[1]))
    guard (a.type == .bool) == isBool else {
      throw ONNXError(.unsupported, "elements of type \(a.type) are not supported")
    }
    let shape = try Shape.broadcast([a.shape, b.shape])
    try context.count(shape, a.type)
    let result = Broadcast.combine(
      try a.integers(), a.shape, try b.integers(), b.shape, to: shape, combine)
    return [Tensor(a.type, shape, wrapping: result)]
  }

  static let entries: [OperatorEntry] = [
    binary("And", isBool: true) { $0 & $1 }, binary("Or", isBool: true) { $0 | $1 },
    binary("Xor", isBool: true) { $0 ^ $1 },
    binary("BitwiseAnd", since: 18) { $0 & $1 }, binary("BitwiseOr", since: 18) { $0 | $1 },
    binary("BitwiseXor", since: 18) { $0 ^ $1 },
    OperatorEntry("Not") { _ in
      UnaryOperation(float: { $0 }, double: { $0 }, integer: { x, _ in x == 0 ? 1 : 0 })
    },
    OperatorEntry("BitwiseNot", since: 18) { _ in
      UnaryOperation(float: { $0 }, double: { $0 }, integer: { x, _ in ~x })
    },
    OperatorEntry("BitShift", since: 11, inputs: 2...2) { attributes in
      let direction = attributes.text("direction", "LEFT", of: ["LEFT", "RIGHT"])
      return LogicalOperation(
        combine: { a, b in
          let (bits, count) = (UInt64(bitPattern: a), UInt64(bitPattern: b))
          return Int64(bitPattern: direction == "LEFT" ? bits << count : bits >> count)
        }, isBool: false, broadcast: LegacyBroadcast(&attributes))
    },
  ]

  private static func binary(
    _ name: String, since: Int = 1, isBool: Bool = false,
    _ combine: @escaping @Sendable (Int64, Int64) -> Int64
  ) -> OperatorEntry {
    OperatorEntry(name, since: since, inputs: 2...2) {
      LogicalOperation(combine: combine, isBool: isBool, broadcast: LegacyBroadcast(&$0))
    }
  }
}
