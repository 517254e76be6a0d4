/// A lookup table for the codes of a deflate block (RFC 1951, 3.2.2) and the bits that follow them.
///
/// One lookup consumes several literals, or a match length with its extra bits, or a distance with
/// its extra bits.
final class DeflateTable {
  /// The alphabet of a table.
  enum Meaning {
    /// Code lengths, without extra bits in the table.
    case lengthOfCode
    /// Literals, the end of a block, and match lengths.
    case literal
    /// Match distances, whose values are not needed here.
    case distance
  }

  /// The number of bits of the index.
  let width: Int
  /// One entry for each pattern of ``width`` bits.
  let entries: UnsafeMutablePointer<DeflateEntry>
  private let meaning: Meaning
  private var counts = [Int](repeating: 0, count: 16)
  /// Symbols in the order of their codes, the shortest code first.
  private var symbols: [Int] = []

  /// The table before this one, which owns the memory of both.
  private let owner: DeflateTable?

  /// Creates a table without codes, with memory for a second one of the same width behind it.
  init(width: Int, _ meaning: Meaning) {
    self.width = width
    self.meaning = meaning
    owner = nil
    entries = .allocate(capacity: 2 << width)
    entries.initialize(repeating: .none, count: 2 << width)
  }

  /// Creates a table without codes directly behind another one.
  init(behind owner: DeflateTable, _ meaning: Meaning) {
    width = owner.width
    self.meaning = meaning
    self.owner = owner
    entries = owner.entries + (1 << owner.width)
  }

  deinit {
    if owner == nil { entries.deallocate() }
  }

  /// Builds the table from code lengths, 0 for symbols that do not occur.
  ///
  /// - Returns: Whether the lengths form a valid code. An incomplete code is allowed: a block with
  ///   one distance has one.
  func set(_ lengths: ArraySlice<UInt8>) -> Bool {
    guard sort(lengths) else { return false }
    fill()
    if meaning == .literal { joinLiterals() }
    return true
  }

  /// Writes the entries of all codes that are no longer than the index.
  ///
  /// A table for codes up to one length is doubled for codes one bit longer, which gives each
  /// shorter code its entries for both values of the next bit. Codes are stored with their first
  /// bit lowest.
  private func fill() {
    entries[0] = .none
    var (reversed, index) = (0, 0)
    for length in 1...width {
      let half = 1 << (length - 1)
      (entries + half).update(from: entries, count: half)
      for _ in 0..<counts[length] {
        entries[reversed] = entry(symbols[index], length)
        index += 1
        // The next code: a carry clears ones from the last bit on, the highest here.
        var bit = half
        while reversed & bit != 0 {
          reversed ^= bit
          bit >>= 1
        }
        reversed |= bit
      }
    }
  }

  /// Counts and sorts the codes; returns `false` when there are more codes than the lengths allow.
  private func sort(_ lengths: ArraySlice<UInt8>) -> Bool {
    for length in counts.indices { counts[length] = 0 }
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var left = 1
    var offsets = [Int](repeating: 0, count: 17)
    for length in 1...15 {
      left = 2 * left - counts[length]
      if left < 0 { return false }
      offsets[length + 1] = offsets[length] + counts[length]
    }
    symbols = [Int](repeating: 0, count: offsets[16])
    for (symbol, length) in lengths.enumerated() where length > 0 {
      symbols[offsets[Int(length)]] = symbol
      offsets[Int(length)] += 1
    }
    return true
  }

  /// The entry for a symbol with a code of the given length.
  private func entry(_ symbol: Int, _ length: Int) -> DeflateEntry {
    switch meaning {
    case .lengthOfCode: .symbol(symbol, length: length)
    case .literal: .literal(symbol, length: length)
    case .distance: .distance(symbol, length: length)
    }
  }

  /// Extends each literal entry by the literals that follow within the index.
  ///
  /// Patterns are visited from the largest down: the bits after a code form a smaller pattern,
  /// whose entry is not extended yet.
  private func joinLiterals() {
    var pattern = 1 << width &- 1
    while pattern >= 0 {
      var own = entries[pattern]
      if own.kind == DeflateEntry.literals {
        while true {
          let next = entries[pattern &>> own.length]
          guard next.kind == DeflateEntry.literals, own.length &+ next.length <= width else {
            break
          }
          own.append(next)
        }
        entries[pattern] = own
      }
      pattern &-= 1
    }
  }

  /// Decodes one symbol whose code is longer than the index, with its extra bits.
  ///
  /// - Returns: `nil` when the bits are not a code.
  func longEntry(_ bits: inout DeflateBits) -> DeflateEntry? {
    bits.refill()
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= bits.peek(length) >> (length - 1) & 1
      let count = counts[length]
      if code - first < count { return entry(symbols[index + code - first], length) }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return nil
  }
}
