/// Half-precision floats by their bits; tensors hold them as floats of the same value.
enum HalfFloat {
  /// Converts the bits of an IEEE 754 binary16 number.
  static func float(bits: UInt16) -> Float {
    let (exponent, fraction) = (UInt32(bits >> 10 & 31), UInt32(bits & 1023))
    let sign = UInt32(bits >> 15) << 31
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// Returns the bits of the nearest binary16 number, ties to even; too large values are infinite.
  static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(bits >> 16 & 0x8000)
    if value.isNaN { return sign | 0x7E00 | UInt16(bits >> 13 & 0x1FF) }
    let magnitude = abs(value)
    if magnitude >= 65520 { return sign | 0x7C00 }
    if magnitude < 0x1p-14 {
      // Multiples of 2⁻²⁴.
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let kept = magnitude.bitPattern
    let rounded = kept &+ 0xFFF &+ (kept >> 13 & 1)
    return sign | UInt16((rounded >> 13) &- (112 << 10))
  }

  /// Rounds to the precision of binary16.
  static func rounded(_ value: Float) -> Float { float(bits: bits(value)) }
}
