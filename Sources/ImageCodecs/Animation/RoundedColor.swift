/// Colors of 32 levels for each component, as numbers of 15 bits.
enum RoundedColor {
  /// The number of colors.
  static let count = 1 << 15

  /// The number behind that of a color which drawings do not use.
  static let magenta = 31 << 10 | 32

  /// The level of each sample, 0…31.
  private static let levels: [UInt16] = (0..<256).map { UInt16(($0 * 31 + 127) / 255) }

  /// Returns the number of the color nearest to some samples.
  static func key(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt16 {
    levels[Int(red)] << 10 | levels[Int(green)] << 5 | levels[Int(blue)]
  }

  /// Returns the red, green and blue samples of a color.
  static func components(_ key: Int) -> [UInt8] {
    parts(key).map { UInt8(($0 * 255 + 15) / 31) }
  }

  /// Returns the square of the distance of two colors.
  static func distance(_ a: Int, _ b: Int) -> Int {
    zip(parts(a), parts(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private static func parts(_ key: Int) -> [Int] { [key >> 10, key >> 5 & 31, key & 31] }
}
