/// Looks codes of a deflate block up, several literals at a time (RFC 1951, 3.2.2).
final class DeflateTable {
  /// What the next bits stand for: 8 bits of code length, 2 of kind, the rest a value.
  struct Entry {
    private let bits: UInt32

    enum Kind {
      /// So many literals in a row.
      static let literals: UInt32 = 0
      /// One symbol, the value.
      static let symbol: UInt32 = 1
      /// A code longer than the table is wide, or none.
      static let other: UInt32 = 2
    }

    init(kind: UInt32, length: Int, value: Int) {
      bits = UInt32(length) | kind << 8 | UInt32(value) << 10
    }

    /// Bits of the codes.
    @inline(__always) var length: Int { Int(bits & 0xFF) }
    @inline(__always) var kind: UInt32 { bits >> 8 & 3 }
    @inline(__always) var value: Int { Int(bits >> 10) }
  }

  /// Bits that one look covers.
  let width: Int
  /// An entry for each pattern of ``width`` bits.
  let entries: UnsafeMutablePointer<Entry>
  private var counts = [Int](repeating: 0, count: 16)
  /// Symbols by their codes, the shortest first.
  private var symbols: [Int] = []

  init(width: Int) {
    self.width = width
    entries = .allocate(capacity: 1 << width)
    entries.initialize(
      repeating: Entry(kind: Entry.Kind.other, length: 0, value: 0), count: 1 << width)
  }

  deinit { entries.deallocate() }

  /// Makes the table for codes of these lengths, 0 for symbols that do not occur.
  ///
  /// - Parameter literals: Symbols below it are literals, of which several may lie in one entry.
  /// - Returns: Whether there are such codes. An incomplete set is allowed: a block of one distance
  ///   has one.
  func set(_ lengths: ArraySlice<UInt8>, literals: Int = 0) -> Bool {
    guard sort(lengths) else { return false }
    entries.update(repeating: Entry(kind: Entry.Kind.other, length: 0, value: 0), count: 1 << width)
    var (code, index) = (0, 0)
    for length in 1...15 {
      for _ in 0..<counts[length] {
        if length <= width { fill(code, length, symbols[index], literals: literals) }
        code += 1
        index += 1
      }
      code <<= 1
    }
    if literals > 0 { joinLiterals() }
    return true
  }

  /// Counts and sorts the codes; `false` when there are more than their lengths allow.
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

  private func fill(_ code: Int, _ length: Int, _ symbol: Int, literals: Int) {
    var reversed = 0
    for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    let entry =
      symbol < literals
      ? Entry(kind: Entry.Kind.literals, length: length, value: 1)
      : Entry(kind: Entry.Kind.symbol, length: length, value: symbol)
    for pattern in stride(from: reversed, to: 1 << width, by: 1 << length) {
      entries[pattern] = entry
    }
  }

  /// Makes each entry of a literal hold all literals that follow it within the pattern.
  ///
  /// Patterns are taken from the largest on: what follows a code is a smaller one, which is not
  /// changed yet.
  private func joinLiterals() {
    for pattern in (0..<1 << width).reversed() where entries[pattern].kind == Entry.Kind.literals {
      var (length, count) = (entries[pattern].length, 1)
      while length < width {
        let next = entries[pattern >> length]
        guard next.kind == Entry.Kind.literals, length + next.length <= width else { break }
        length += next.length
        count += 1
      }
      entries[pattern] = Entry(kind: Entry.Kind.literals, length: length, value: count)
    }
  }

  /// Takes one symbol, whatever the length of its code.
  ///
  /// - Returns: `nil` when the bits are no code.
  func symbol(_ bits: inout DeflateBits) -> Int? {
    bits.refill()
    let entry = entries[bits.peek(width)]
    if entry.kind == Entry.Kind.symbol {
      bits.drop(entry.length)
      return entry.value
    }
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= bits.peek(length) >> (length - 1) & 1
      let count = counts[length]
      if code - first < count {
        bits.drop(length)
        return symbols[index + code - first]
      }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return nil
  }
}
