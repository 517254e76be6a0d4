/// exp and log by the project's own polynomials, so that every machine rounds alike.
///
/// Only additions, multiplications and bit patterns are used, none of them fused.
enum PortableMath {
  /// eˣ, relative error below 2·10⁻⁷; 0 below −87, where floats end, and +∞ above 88.7.
  ///
  /// eˣ = 2ⁿ · eʳ, n = round(x / ln 2), |r| ≤ ln 2 / 2, eʳ by its Taylor polynomial of degree 7;
  /// ln 2 is subtracted in two parts so that r keeps its bits.
  static func exp(_ x: Float) -> Float {
    guard x > -87 else { return x.isNaN ? x : 0 }
    guard x < 88.7 else { return .infinity }
    let n = (x * 1.442_695_04).rounded()
    let r = (x - n * 0.693_359_375) - n * -2.121_944_4e-4
    var p: Float = (1 / 5040) * r + 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = ((p * r + 0.5) * r + 1) * r + 1
    // In two steps, because 2¹²⁸ is no float while the product still may be.
    let half = Int32(n) / 2
    return p * power(half) * power(Int32(n) - half)
  }

  /// The natural logarithm, relative error below 3·10⁻⁷ away from 1; −∞ at 0, NaN below.
  ///
  /// x = 2ⁿ · m with m in [√½, √2); ln m = 2 artanh(s), s = (m − 1) / (m + 1), by its series.
  static func log(_ x: Float) -> Float {
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
