/// Finds the block boundaries of a raw deflate stream (RFC 1951).
///
/// Codes are decoded but no output is produced: no window, no copies, and one table lookup consumes
/// several literals. A pass takes a fraction of the time of inflating.
package final class DeflateStructure {
  /// The bit positions of the last block: its first bit, and the bit after its end.
  package struct LastBlock: Hashable {
    package let start: Int
    package let end: Int

    package init(start: Int, end: Int) {
      self.start = start
      self.end = end
    }
  }

  private let literals: DeflateTable
  private let distances: DeflateTable
  private let lengths = DeflateTable(width: 7, .lengthOfCode)

  package init() {
    literals = DeflateTable(width: DeflateStructure.width, .literal)
    distances = DeflateTable(behind: literals, .distance)
  }

  /// Finds the last block of a stream.
  ///
  /// - Parameters:
  ///   - stream: The bytes of a deflate stream.
  ///   - inflatedCount: The number of bytes after inflation.
  /// - Returns: The bits of the last block; `nil` when the stream is damaged, inflates to another
  ///   number of bytes, or does not end in its last byte.
  package func lastBlock(of stream: [UInt8], inflatedCount: Int) -> LastBlock? {
    stream.withUnsafeBufferPointer { stream in
      guard let base = stream.baseAddress else { return nil }
      var bits = DeflateBits(base: base, count: stream.count)
      var passed = 0
      while true {
        let start = bits.position
        let isLast = bits.take(1) == 1
        guard let count = block(&bits, atMost: inflatedCount - passed), bits.isInside else {
          return nil
        }
        passed += count
        if isLast {
          let end = bits.position
          let isWhole = passed == inflatedCount && (end + 7) / 8 == stream.count
          return isWhole ? LastBlock(start: start, end: end) : nil
        }
      }
    }
  }

  /// Skips the rest of a block after its first bit and returns the number of bytes it inflates to.
  private func block(_ bits: inout DeflateBits, atMost limit: Int) -> Int? {
    switch bits.take(2) {
    case 0: return storedBlock(&bits, atMost: limit)
    case 1:
      let fixed = (0..<288).map { UInt8($0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) }
      guard literals.set(fixed[...]),
        distances.set([UInt8](repeating: 5, count: 30)[...])
      else { return nil }
    case 2:
      guard readCodes(&bits) else { return nil }
    default: return nil
    }
    return symbols(&bits, atMost: limit)
  }

  private func storedBlock(_ bits: inout DeflateBits, atMost limit: Int) -> Int? {
    bits.skipToByte()
    let length = bits.take(16)
    guard bits.take(16) == length ^ 0xFFFF, length <= limit else { return nil }
    bits.skip(bytes: length)
    return length
  }

  /// Reads the codes of a dynamic block, whose lengths are Huffman-coded themselves.
  private func readCodes(_ bits: inout DeflateBits) -> Bool {
    let literalCount = bits.take(5) + 257
    let distanceCount = bits.take(5) + 1
    let lengthCount = bits.take(4) + 4
    var own = [UInt8](repeating: 0, count: 19)
    for index in DeflateStructure.order.prefix(lengthCount) { own[index] = UInt8(bits.take(3)) }
    guard literalCount <= 286, distanceCount <= 30, lengths.set(own[...]),
      let all = codeLengths(literalCount + distanceCount, &bits), all[256] > 0
    else { return false }
    return literals.set(all[..<literalCount]) && distances.set(all[literalCount...])
  }

  private func codeLengths(_ count: Int, _ bits: inout DeflateBits) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(count + 138)
    while result.count < count {
      bits.refill()
      let entry = lengths.entries[bits.peek(7)]
      guard bits.isInside, entry.kind == DeflateEntry.plain else { return nil }
      bits.drop(entry.length)
      switch entry.value {
      case 0...15: result.append(UInt8(entry.value))
      case 16:
        guard let last = result.last else { return nil }
        result += repeatElement(last, count: 3 + bits.take(2))
      case 17: result += repeatElement(0, count: 3 + bits.take(3))
      default: result += repeatElement(0, count: 11 + bits.take(7))
      }
    }
    return result.count == count ? result : nil
  }

  /// Skips the symbols of a block and returns the number of bytes they inflate to.
  ///
  /// Literals, lengths and distances take the same steps: an entry says how many bits it consumes
  /// and which of the two tables the next lookup reads. Branches between them could not be predicted.
  private func symbols(_ stream: inout DeflateBits, atMost limit: Int) -> Int? {
    var bits = stream
    defer { stream = bits }
    let entries = literals.entries
    var (passed, table) = (0, 0)
    while passed <= limit {
      // A lookup consumes at most 16 bits of a length or 24 of a distance: 56 suffice for two.
      bits.refill()
      var entry = entries[table &+ bits.peek(DeflateStructure.width)]
      if entry.kind <= DeflateEntry.match {
        passed &+= entry.count(in: bits)
        bits.drop(entry.length)
        table = Int(entry.kind) << DeflateStructure.width
        entry = entries[table &+ bits.peek(DeflateStructure.width)]
      }
      if entry.kind == DeflateEntry.other {
        guard bits.isInside, let found = (table == 0 ? literals : distances).longEntry(&bits),
          found.kind != DeflateEntry.other
        else { return nil }
        entry = found
      }
      passed &+= entry.count(in: bits)
      bits.drop(entry.length)
      if entry.kind == DeflateEntry.plain { return passed <= limit ? passed : nil }
      table = Int(entry.kind) << DeflateStructure.width
    }
    return nil
  }

  /// The number of bits of the index of both tables.
  private static let width = 11

  /// The order in which the lengths of the code-length code are stored.
  private static let order = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
}
