/// Looks the codes of a deflate block up (RFC 1951, 3.2.2), with the bits that follow a code.
///
/// One look passes over several literals, or over a match length with its extra bits, or over a
/// distance with its extra bits.
final class DeflateTable {
  /// What symbols stand for.
  enum Meaning {
    /// The code is all there is.
    case lengthOfCode
    /// Literals, the end of a block, lengths of matches.
    case literal
    /// Distances of matches, whose values do not matter here.
    case distance
  }

  /// Bits that one look covers.
  let width: Int
  /// An entry for each pattern of ``width`` bits.
  let entries: UnsafeMutablePointer<DeflateEntry>
  private let meaning: Meaning
  private var counts = [Int](repeating: 0, count: 16)
  /// Symbols by their codes, the shortest first.
  private var symbols: [Int] = []

  init(width: Int, _ meaning: Meaning) {
    self.width = width
    self.meaning = meaning
    entries = .allocate(capacity: 1 << width)
    entries.initialize(repeating: .none, count: 1 << width)
  }

  deinit { entries.deallocate() }

  /// Makes the table for codes of these lengths, 0 for symbols that do not occur.
  ///
  /// - Returns: Whether there are such codes. An incomplete set is allowed: a block of one distance
  ///   has one.
  func set(_ lengths: ArraySlice<UInt8>) -> Bool {
    guard sort(lengths) else { return false }
    entries.update(repeating: .none, count: 1 << width)
    var (code, index) = (0, 0)
    for length in 1...width {
      for _ in 0..<counts[length] {
        fill(code, length, entry(symbols[index], length))
        code += 1
        index += 1
      }
      code <<= 1
    }
    if meaning == .literal { joinLiterals() }
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

  /// What a code of some length stands for.
  private func entry(_ symbol: Int, _ length: Int) -> DeflateEntry {
    switch meaning {
    case .lengthOfCode: .symbol(symbol, length: length)
    case .literal: .literal(symbol, length: length)
    case .distance: .distance(symbol, length: length)
    }
  }

  private func fill(_ code: Int, _ length: Int, _ entry: DeflateEntry) {
    var pattern = 0
    for bit in 0..<length where code >> bit & 1 == 1 { pattern |= 1 << (length - 1 - bit) }
    while pattern < 1 << width {
      entries[pattern] = entry
      pattern &+= 1 << length
    }
  }

  /// Makes each entry of a literal hold all literals that follow it within the pattern.
  ///
  /// Patterns are taken from the largest on: what follows a code is a smaller pattern, which is not
  /// changed yet.
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

  /// Takes one symbol whose code is longer than the table is wide, with its extra bits.
  ///
  /// - Returns: `nil` when the bits are no code.
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
