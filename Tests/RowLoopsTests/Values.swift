import ConvCore

/// Seeded inputs of loops.
enum Values {
  /// Whole numbers as floats: their sums and products are exact.
  static func whole(_ count: Int, in range: ClosedRange<Int> = -9...9, seed: UInt64 = 1) -> [Float]
  {
    integers(count, in: range, seed: seed).map { Float($0) }
  }

  /// Floats with all their bits.
  static func real(_ count: Int, in range: ClosedRange<Float> = -1...1, seed: UInt64 = 1) -> [Float]
  {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      range.lowerBound + (range.upperBound - range.lowerBound) * generator.unit()
    }
  }

  /// Bytes, 0 and 255 more often than others.
  static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    integers(count, in: -60...315, seed: seed).map { UInt8(min(max($0, 0), 255)) }
  }

  /// Integers of 16 bits.
  static func words(_ count: Int, in range: ClosedRange<Int>, seed: UInt64 = 1) -> [Int16] {
    integers(count, in: range, seed: seed).map { Int16($0) }
  }

  /// Floats that rounding, clipping and comparing have to be careful with, whole ones among them.
  static func difficult(_ count: Int) -> [Float] {
    let special: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, 0.5, 1.5, 2.5, 254.5, 255, 255.49, 255.5, 256, -0.5,
      -0.51, -1, 65534.5, 65535, 65535.5, 65536, 1e30, -1e30, .leastNonzeroMagnitude, 128.49999,
      16_777_216,
    ]
    let usual = real(count, in: -300...70_000)
    return (0..<count).map { $0 % 3 == 0 ? special[$0 / 3 % special.count] : usual[$0] }
  }

  private static func integers(_ count: Int, in range: ClosedRange<Int>, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Int.random(in: range, using: &generator) }
  }
}
