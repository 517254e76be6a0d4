/// A seeded random number generator with 64 bits of state, the only source of randomness.
///
///     state ← state + 0x9E3779B97F4A7C15, then three rounds of shift, xor and multiply
///
/// The same seed gives the same numbers on every machine (Steele, Lea and Flood, 2014).
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  /// The state from which the next number is computed; checkpoints store it.
  public var state: UInt64

  /// Creates a generator from a seed.
  public init(seed: UInt64) { state = seed }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns a random float in [0, 1) with 24 bits.
  public mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Returns the numbers in `0..<count` in random order (Fisher and Yates, 1938).
  ///
  /// The standard library does not specify the algorithm of `shuffle`; here one seed gives one
  /// order.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return order
  }
}
