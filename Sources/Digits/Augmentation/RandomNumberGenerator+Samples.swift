/// Draws whose values are fixed by the generator's bits alone.
///
/// The standard library's `random(in:)` leaves its method open, and `log` and `cos` differ
/// between C libraries in the last bit: neither would give the same bytes for a seed everywhere.
extension RandomNumberGenerator {
  /// A float in [0, 1), of 24 bits.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A float between two others.
  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// True in this share of all cases.
  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// A bell-shaped float around zero: four uniform ones added, at most 3.5 deviations off.
  mutating func bell(_ deviation: Float) -> Float {
    let bits = next()
    var sum: Float = 0
    for shift in stride(from: UInt64(0), to: 64, by: 16) {
      sum += Float((bits >> shift) & 0xFFFF)
    }
    // A sum of four uniforms in [0, 1) has variance 4/12, hence √3.
    return (sum * 0x1p-16 - 2) * 1.732_050_8 * deviation
  }

  /// An index below `count`.
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}

/// The direction at a share of a full turn, clockwise on the screen: 0 right, ¼ down, ½ left.
///
/// Two parabolas with a correction, 0.1 % off at most: enough for drawing, and free of the C
/// library.
func direction(turns: Float) -> SIMD2<Float> {
  SIMD2(sine(turns: turns + 0.25), sine(turns: turns))
}

private func sine(turns: Float) -> Float {
  let x = 2 * (turns - turns.rounded())
  let parabola = 4 * x * (1 - abs(x))
  return parabola + 0.225 * (parabola * abs(parabola) - parabola)
}
