import Foundation

/// Powers: xʸ for each element; the exponent may have another type than the base.
struct PowerOperation: Operation {
  let broadcast: LegacyBroadcast

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let a = try inputs.required(0)
    let b = try broadcast.second(a, inputs.required(1))
    let shape = try Shape.broadcast([a.shape, b.shape])
    try context.count(shape, a.type)
    if case .integer(let x) = a.values, case .integer(let y) = b.values,
      !y.contains(where: { $0 < 0 }
      )
    {
      let result = Broadcast.combine(x, a.shape, y, b.shape, to: shape, PowerOperation.power)
      return [Tensor(a.type, shape, wrapping: result)]
    }
    let (x, y) = (Casting.doubles(a), Casting.doubles(b))
    let result = Broadcast.combine(x, a.shape, y, b.shape, to: shape) {
      $1 == 2 ? $0 * $0 : pow($0, $1)
    }
    if a.type.isFloatingPoint { return [Tensor(a.type, shape, rounding: result)] }
    return [Tensor(a.type, shape, wrapping: result.map { Casting.integer($0, a.type) })]
  }

  /// The power of an integer by repeated squaring, wrapped to 64 bits.
  @Sendable private static func power(_ base: Int64, _ exponent: Int64) -> Int64 {
    var (result, base, exponent) = (Int64(1), base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result &*= base }
      base &*= base
      exponent >>= 1
    }
    return result
  }
}
