/// A step from a sum to an output value, as another program takes it.
package enum LevelStep: Hashable, Sendable {
  /// Adds a number.
  case add(Double)
  /// Multiplies by a number.
  case multiply(Double)
  /// Divides by a number, which is not the same as multiplying by its reciprocal.
  case divide(Double)
  /// Rounds to the nearest float32.
  case single
  /// Rounds to an integer.
  case round(FloatingPointRoundingRule)
  /// Clips to 0 and a largest value.
  case clip(Double)
  /// Keeps the remainder modulo a number of levels, as unsigned integers do when they overflow.
  case wrap(Double)

  /// Number of values that the step brings back into the range of levels.
  func outside(_ values: [Double]) -> Int {
    switch self {
    case .clip(let largest): values.count { $0 <= -0.5 || $0 >= largest + 0.5 }
    case .wrap(let levels): values.count { $0 < 0 || $0 >= levels }
    case .add, .multiply, .divide, .single, .round: 0
    }
  }

  /// Applies the step to each value.
  func apply(_ values: inout [Double]) {
    switch self {
    case .add(let number): for i in values.indices { values[i] += number }
    case .multiply(let number): for i in values.indices { values[i] *= number }
    case .divide(let number): for i in values.indices { values[i] /= number }
    case .single: for i in values.indices { values[i] = Double(Float(values[i])) }
    case .round(let rule): for i in values.indices { values[i] = values[i].rounded(rule) }
    case .clip(let largest):
      for i in values.indices { values[i] = min(max(values[i], 0), largest) }
    case .wrap(let levels):
      for i in values.indices {
        values[i] -= (values[i] / levels).rounded(.down) * levels
      }
    }
  }
}
