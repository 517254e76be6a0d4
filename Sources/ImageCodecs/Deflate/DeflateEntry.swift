/// A table entry: the meaning of the next bits of a deflate block.
///
/// Layout of the 32 bits, from the lowest: 8 bits for the number of bits to consume, 2 for the
/// kind, 4 for the number of extra bits, the rest for a value.
struct DeflateEntry {
  private var bits: UInt32

  /// A run of literals, whose number is the value, or a distance, with the value 0: codes after which
  /// a literal or a length follows.
  static let literals: UInt32 = 0
  /// A match length, before a distance: the value plus the extra bits.
  static let match: UInt32 = 1
  /// One symbol, stored as the value; in the literal table, the end of the block.
  static let plain: UInt32 = 2
  /// An invalid code, or a code longer than the index of the table.
  static let other: UInt32 = 3

  private init(kind: UInt32, length: Int, extra: Int = 0, value: Int) {
    bits = UInt32(length) | kind << 8 | UInt32(extra) << 10 | UInt32(value) << 14
  }

  /// The entry for an invalid code.
  static let none = DeflateEntry(kind: other, length: 0, value: 0)

  /// A symbol without extra bits.
  static func symbol(_ symbol: Int, length: Int) -> DeflateEntry {
    DeflateEntry(kind: plain, length: length, value: symbol)
  }

  /// An entry for a literal, the end of the block, or a match length.
  static func literal(_ symbol: Int, length: Int) -> DeflateEntry {
    if symbol < 256 { return DeflateEntry(kind: literals, length: length, value: 1) }
    if symbol == 256 { return DeflateEntry(kind: plain, length: length, value: 0) }
    guard symbol <= 285 else { return none }
    let (base, extra) = matchLengths[symbol - 257]
    return DeflateEntry(kind: match, length: length + extra, extra: extra, value: base)
  }

  /// An entry for a distance, whose extra bits are consumed together with its code.
  static func distance(_ symbol: Int, length: Int) -> DeflateEntry {
    guard symbol < 30 else { return none }
    return DeflateEntry(kind: literals, length: length + max(0, symbol / 2 - 1), value: 0)
  }

  /// The number of bits to consume: codes and extra bits.
  @inline(__always) var length: Int { Int(bits & 0xFF) }
  @inline(__always) var kind: UInt32 { bits >> 8 & 3 }
  /// The number of extra bits, which are the last of the ``length`` bits.
  @inline(__always) var extra: Int { Int(bits >> 10 & 15) }
  @inline(__always) var value: Int { Int(bits >> 14) }

  /// Returns the number of bytes that the next bits inflate to.
  ///
  /// The number of a match includes its extra bits; a distance adds nothing.
  @inline(__always)
  func count(in bits: DeflateBits) -> Int {
    value &+ bits.peek(length) &>> (length &- extra)
  }

  /// Adds the literals of another entry to this entry.
  @inline(__always)
  mutating func append(_ other: DeflateEntry) { bits &+= other.bits }

  /// The smallest length and the number of extra bits of symbols 257…285.
  private static let matchLengths: [(base: Int, extra: Int)] = {
    var next = 3
    let lengths = (0..<28).map { index in
      let extra = index < 8 ? 0 : index / 4 - 1
      defer { next += 1 << extra }
      return (base: next, extra: extra)
    }
    return lengths + [(base: 258, extra: 0)]
  }()
}
