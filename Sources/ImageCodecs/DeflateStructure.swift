/// Where the blocks of a raw deflate stream begin and end (RFC 1951).
///
/// The codes are read, but what they stand for is not written: no window, no copies, and one look
/// into a table passes over several literals. That takes a fraction of the time of inflating.
final class DeflateStructure {
  /// The bits at which the last block begins, and behind which it ends.
  struct LastBlock: Hashable {
    let start: Int
    let end: Int
  }

  private let literals = DeflateTable(width: 12)
  private let distances = DeflateTable(width: 9)
  private let lengths = DeflateTable(width: 7)

  /// The last block of a stream.
  ///
  /// - Parameter inflatedCount: Bytes that the stream stands for.
  /// - Returns: `nil` when the stream is damaged, does not stand for so many bytes, or does not end
  ///   in its last byte.
  func lastBlock(of stream: [UInt8], inflatedCount: Int) -> LastBlock? {
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

  /// Passes over a block behind its first bit; the bytes it stands for.
  private func block(_ bits: inout DeflateBits, atMost limit: Int) -> Int? {
    switch bits.take(2) {
    case 0: return storedBlock(&bits, atMost: limit)
    case 1:
      let fixed = (0..<288).map { UInt8($0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) }
      guard literals.set(fixed[...], literals: 256),
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

  /// The codes at the beginning of a dynamic block, whose lengths are coded themselves.
  private func readCodes(_ bits: inout DeflateBits) -> Bool {
    let literalCount = bits.take(5) + 257
    let distanceCount = bits.take(5) + 1
    let lengthCount = bits.take(4) + 4
    var own = [UInt8](repeating: 0, count: 19)
    for index in DeflateStructure.order.prefix(lengthCount) { own[index] = UInt8(bits.take(3)) }
    guard literalCount <= 286, distanceCount <= 30, lengths.set(own[...]),
      let all = codeLengths(literalCount + distanceCount, &bits), all[256] > 0
    else { return false }
    return literals.set(all[..<literalCount], literals: 256) && distances.set(all[literalCount...])
  }

  private func codeLengths(_ count: Int, _ bits: inout DeflateBits) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(count + 138)
    while result.count < count {
      guard bits.isInside, let symbol = lengths.symbol(&bits) else { return nil }
      switch symbol {
      case 0...15: result.append(UInt8(symbol))
      case 16:
        guard let last = result.last else { return nil }
        result += repeatElement(last, count: 3 + bits.take(2))
      case 17: result += repeatElement(0, count: 3 + bits.take(3))
      default: result += repeatElement(0, count: 11 + bits.take(7))
      }
    }
    return result.count == count ? result : nil
  }

  /// Passes over the symbols of a block; the bytes they stand for.
  private func symbols(_ stream: inout DeflateBits, atMost limit: Int) -> Int? {
    var bits = stream
    defer { stream = bits }
    let entries = literals.entries
    var passed = 0
    while passed <= limit {
      bits.refill()
      // Four looks of 12 bits are in the buffer.
      var entry = entries[bits.peek(12)]
      for _ in 0..<4 {
        guard entry.kind == DeflateTable.Entry.Kind.literals else { break }
        bits.drop(entry.length)
        passed &+= entry.value
        entry = entries[bits.peek(12)]
      }
      if entry.kind == DeflateTable.Entry.Kind.literals { continue }
      guard bits.isInside, let symbol = literals.symbol(&bits) else { return nil }
      if symbol == 256 { return passed <= limit ? passed : nil }
      guard symbol > 256 else {
        passed &+= 1
        continue
      }
      guard symbol <= 285 else { return nil }
      let length = DeflateStructure.matchLengths[symbol - 257]
      passed &+= length.base &+ bits.take(length.bits)
      guard let distance = distances.symbol(&bits) else { return nil }
      // The distance itself does not matter, only how many bits it takes.
      _ = bits.take(distance < 4 ? 0 : distance / 2 - 1)
    }
    return nil
  }

  /// The order in which the lengths of the code of lengths are stored.
  private static let order = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// What the symbols from 257 on stand for: the smallest length, and how many bits are added to it.
  private static let matchLengths: [(base: Int, bits: Int)] = {
    var next = 3
    let lengths = (0..<28).map { index in
      let bits = index < 8 ? 0 : index / 4 - 1
      defer { next += 1 << bits }
      return (base: next, bits: bits)
    }
    return lengths + [(base: 258, bits: 0)]
  }()
}
