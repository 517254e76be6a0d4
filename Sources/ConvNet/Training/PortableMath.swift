/// The functions exp and log, computed by polynomials so that every machine rounds alike.
///
/// The polynomials use only additions, multiplications and bit patterns. No operations are fused.
package enum PortableMath {
  /// Computes eˣ with a relative error below 2·10⁻⁷.
  ///
  /// The result is 0 below −87, near the smallest floats, and +∞ above 88.7.
  ///
  ///     eˣ = 2ⁿ · eʳ,  n = round(x / ln 2),  |r| ≤ ln 2 / 2
  ///
  /// eʳ is a Taylor polynomial of degree 7. ln 2 is subtracted in two parts to keep the bits of r.
  package static func exp(_ x: Float) -> Float {
    guard x > -87 else { return x.isNaN ? x : 0 }
    guard x < 88.7 else { return .infinity }
    let n = (x * 1.442_695_04).rounded()
    let r = (x - n * 0.693_359_375) - n * -2.121_944_4e-4
    var p: Float = (1 / 5040) * r + 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = ((p * r + 0.5) * r + 1) * r + 1
    // Two factors, because 2¹²⁸ is not a float even where the product is one.
    let half = Int32(n) / 2
    return p * power(half) * power(Int32(n) - half)
  }

  /// Computes the natural logarithm with a relative error below 3·10⁻⁷ away from 1.
  ///
  /// The result is −∞ at 0 and NaN below 0.
  ///
  ///     x = 2ⁿ · m,  m in [√½, √2);  ln m = 2 artanh(s),  s = (m − 1) / (m + 1)
  ///
  /// artanh is computed by its series.
  package static func log(_ x: Float) -> Float {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x.isFinite else { return x }
    var (n, m) = (Int(x.exponent), x.significand)
    if m > 1.414_213_5 {
      m *= 0.5
      n += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var p: Float = (1 / 11) * z + 1 / 9
    p = p * z + 1 / 7
    p = p * z + 1 / 5
    p = (p * z + 1 / 3) * z + 1
    return Float(n) * 0.693_359_375 + (Float(n) * -2.121_944_4e-4 + 2 * s * p)
  }

  private static func power(_ n: Int32) -> Float { Float(bitPattern: UInt32(n + 127) << 23) }
}
