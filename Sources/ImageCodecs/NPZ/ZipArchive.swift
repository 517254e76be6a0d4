/// The list of files in a zip archive, also one with 64-bit sizes.
struct ZipArchive {
  /// A file of the archive.
  struct Entry {
    let name: String
    /// 0 stored, 8 deflated.
    let method: Int
    let checksum: UInt32
    let compressedCount: Int
    let count: Int
    /// The offset of the header before the bytes.
    let header: Int
    let isEncrypted: Bool
  }

  let entries: [Entry]
  private let bytes: SeekableBytes

  /// Reads the list at the end of the archive.
  init(_ bytes: SeekableBytes) throws(CodecError) {
    self.bytes = bytes
    let tailStart = max(0, bytes.count - 65_557)
    let tail = try bytes.bytes(bytes.count - tailStart, at: tailStart)
    let mark: [UInt8] = [0x50, 0x4B, 5, 6]
    guard
      let place = stride(from: tail.count - 22, through: 0, by: -1)
        .first(where: { tail[$0...].starts(with: mark) })
    else { throw CodecError(.damaged, "truncated zip file: the list at its end is missing") }
    let end = tailStart + place
    var count = try bytes.number(2, at: end + 10)
    var size = try bytes.number(4, at: end + 12)
    var start = try bytes.number(4, at: end + 16)
    if end >= 20, try bytes.number(4, at: end - 20) == 0x0706_4B50 {
      let record = try bytes.number(8, at: end - 20 + 8)
      guard record >= 0, record < bytes.count, try bytes.number(4, at: record) == 0x0606_4B50 else {
        throw ZipArchive.damage
      }
      count = try bytes.number(8, at: record + 32)
      size = try bytes.number(8, at: record + 40)
      start = try bytes.number(8, at: record + 48)
    }
    guard start >= 0, size >= 0, size <= 64 << 20, start <= bytes.count - size,
      count >= 0, count <= size / 46
    else { throw ZipArchive.damage }
    entries = try ZipArchive.entries(try bytes.bytes(size, at: start), count: count)
  }

  private static var damage: CodecError { CodecError(.damaged, "damaged zip file: its list") }

  private static func entries(_ list: [UInt8], count: Int) throws(CodecError) -> [Entry] {
    func number(_ size: Int, _ place: Int) -> Int {
      list[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    var entries: [Entry] = []
    var place = 0
    for _ in 0..<count {
      guard place + 46 <= list.count, number(4, place) == 0x0201_4B50 else { throw damage }
      let (name, extra) = (number(2, place + 28), number(2, place + 30))
      let next = place + 46 + name + extra + number(2, place + 32)
      guard next <= list.count else { throw damage }
      // Numbers of 32 bits that do not suffice are in the extra field 1, in this order.
      var numbers = [number(4, place + 24), number(4, place + 20), number(4, place + 42)]
      var field = place + 46 + name
      while field + 4 <= place + 46 + name + extra {
        let length = number(2, field + 2)
        if number(2, field) == 1, field + 4 + length <= next {
          var value = field + 4
          for index in numbers.indices where numbers[index] == 0xFFFF_FFFF {
            guard value + 8 <= field + 4 + length else { throw damage }
            numbers[index] = number(8, value)
            value += 8
          }
        }
        field += 4 + length
      }
      guard numbers.allSatisfy({ $0 >= 0 }) else { throw damage }
      entries.append(
        Entry(
          name: FileName.string(list[place + 46..<place + 46 + name]),
          method: number(2, place + 10),
          checksum: UInt32(number(4, place + 16)), compressedCount: numbers[1], count: numbers[0],
          header: numbers[2], isEncrypted: number(2, place + 8) & 1 == 1))
      place = next
    }
    return entries
  }

  /// Returns the bytes of a file, inflated while they are read.
  func contents(of entry: Entry) throws(CodecError) -> ZipMember {
    guard !entry.isEncrypted, entry.method == 0 || entry.method == 8 else {
      throw CodecError(
        .unsupported,
        "\(FileName.printable(entry.name)) is "
          + (entry.isEncrypted ? "encrypted" : "compressed by the method \(entry.method)"))
    }
    guard entry.header <= bytes.count - 30,
      try bytes.number(4, at: entry.header) == 0x0403_4B50
    else { throw ZipArchive.damage }
    let names = try bytes.number(2, at: entry.header + 26)
    let start = entry.header + 30 + names + (try bytes.number(2, at: entry.header + 28))
    guard entry.compressedCount <= bytes.count - start else {
      throw CodecError(.damaged, "truncated zip file")
    }
    return try ZipMember(entry, bytes, start: start)
  }
}
