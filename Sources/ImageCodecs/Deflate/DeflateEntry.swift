/// What the next bits of a deflate block stand for.
///
/// 8 bits hold how many bits to pass over, 2 the kind, 4 the number of extra bits, the rest a value.
struct DeflateEntry {
  private var bits: UInt32

  /// So many literals in a row.
  static let literals: UInt32 = 0
  /// A match length: a value to which extra bits are added.
  static let match: UInt32 = 1
  /// One symbol, the value; of a block's literals the end.
  static let plain: UInt32 = 2
  /// A code longer than the table is wide, or none.
  static let other: UInt32 = 3

  private init(kind: UInt32, length: Int, extra: Int = 0, value: Int) {
    bits = UInt32(length) | kind << 8 | UInt32(extra) << 10 | UInt32(value) << 14
  }

  /// No code.
  static let none = DeflateEntry(kind: other, length: 0, value: 0)

  /// A symbol without extra bits.
  static func symbol(_ symbol: Int, length: Int) -> DeflateEntry {
    DeflateEntry(kind: plain, length: length, value: symbol)
  }

  /// A literal, the end of the block, or a match length.
  static func literal(_ symbol: Int, length: Int) -> DeflateEntry {
    if symbol < 256 { return DeflateEntry(kind: literals, length: length, value: 1) }
    if symbol == 256 { return DeflateEntry(kind: plain, length: length, value: 0) }
    guard symbol <= 285 else { return none }
    let (base, extra) = matchLengths[symbol - 257]
    return DeflateEntry(kind: match, length: length + extra, extra: extra, value: base)
  }

  /// A distance, whose extra bits are passed over with its code.
  static func distance(_ symbol: Int, length: Int) -> DeflateEntry {
    guard symbol < 30 else { return none }
    return DeflateEntry(kind: plain, length: length + max(0, symbol / 2 - 1), value: 0)
  }

  /// Bits to pass over: codes and extra bits.
  @inline(__always) var length: Int { Int(bits & 0xFF) }
  @inline(__always) var kind: UInt32 { bits >> 8 & 3 }
  /// Extra bits, the last of ``length``.
  @inline(__always) var extra: Int { Int(bits >> 10 & 15) }
  @inline(__always) var value: Int { Int(bits >> 14) }

  /// Adds the literals of an entry to those of this one.
  @inline(__always)
  mutating func append(_ other: DeflateEntry) { bits &+= other.bits }

  /// What the symbols from 257 on stand for: the smallest length, and how many bits are added to it.
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
