/// Random numbers determined by the generator's bits alone.
///
/// The standard library leaves the method of `random(in:)` open, and `log` and `cos` differ between
/// C libraries in the last bit. Either would give different bytes for the same seed on some
/// machines.
extension RandomNumberGenerator {
  /// Returns a float in [0, 1) with 24 random bits.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Returns a float between `low` and `high`, uniformly distributed.
  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// Returns true with a probability.
  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// Returns a bell-shaped float around zero: a sum of four uniform floats.
  ///
  /// The result is at most 3.5 standard deviations from zero.
  mutating func bell(_ deviation: Float) -> Float {
    let bits = next()
    var sum: Float = 0
    for shift in stride(from: UInt64(0), to: 64, by: 16) {
      sum += Float((bits >> shift) & 0xFFFF)
    }
    // A sum of four uniforms in [0, 1) has variance 4/12; hence the factor √3.
    return (sum * 0x1p-16 - 2) * 1.732_050_8 * deviation
  }

  /// Returns an index in 0..<count.
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}

/// Returns the unit vector at an angle in full turns, clockwise on the screen.
///
/// An angle of 0 is right, ¼ down, ½ left. The approximation is two parabolas with a correction,
/// with an error of at most 0.1 %. The accuracy suffices for drawing, and the result does not
/// depend on the C library.
func direction(turns: Float) -> SIMD2<Float> {
  SIMD2(sine(turns: turns + 0.25), sine(turns: turns))
}

private func sine(turns: Float) -> Float {
  let x = 2 * (turns - turns.rounded())
  let parabola = 4 * x * (1 - abs(x))
  return parabola + 0.225 * (parabola * abs(parabola) - parabola)
}
