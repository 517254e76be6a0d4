import Foundation

/// Remainders: with the sign of the divisor as in Python, or of the dividend as in C.
struct RemainderOperation: Operation {
  let followsDividend: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try inputs.ofOneType()
    let (a, b) = (operands[0], operands[1])
    let shape = try Shape.broadcast([a.shape, b.shape])
    try context.count(shape, a.type)
    guard case .integer(let x) = a.values, case .integer(let y) = b.values else {
      guard followsDividend else {
        throw ONNXError(.unsupported, "floating-point remainders need the attribute fmod")
      }
      let result = Broadcast.combine(
        try a.doubles(), a.shape, try b.doubles(), b.shape, to: shape
      ) { fmod($0, $1) }
      return [Tensor(a.type, shape, rounding: result)]
    }
    guard !y.contains(0) else { throw ONNXError(.damaged, "an integer divided by zero") }
    let isUnsigned = a.type.isUnsigned
    let result = Broadcast.combine(x, a.shape, y, b.shape, to: shape) { a, b in
      if isUnsigned { return Int64(bitPattern: UInt64(bitPattern: a) % UInt64(bitPattern: b)) }
      let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
      return !followsDividend && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    }
    return [Tensor(a.type, shape, wrapping: result)]
  }
}
