/// A hash of six hexadecimal digits: FNV-1a, 64 bits, folded to 24.
struct ShortHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  mutating func add(_ number: Int) {
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// The digits in lower case.
  var digits: String {
    let folded = (state ^ state >> 24 ^ state >> 48) & 0xFF_FFFF
    let text = String(folded, radix: 16)
    return String(repeating: "0", count: 6 - text.count) + text
  }

  /// The digits for a text.
  static func digits(of text: String) -> String {
    var hash = ShortHash()
    for byte in text.utf8 { hash.add(byte) }
    return hash.digits
  }
}
