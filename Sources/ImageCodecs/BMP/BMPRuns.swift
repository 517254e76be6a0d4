/// Decodes the runs of a compressed BMP, RLE8 or RLE4, into palette indexes.
struct BMPRuns {
  /// H×W indexes from top to bottom; those that no run covers are 0.
  private(set) var indexes: [UInt8]
  private let header: BMPHeader
  private var x = 0
  /// The row, counted from the bottom.
  private var y = 0

  init(_ header: BMPHeader) {
    self.header = header
    indexes = [UInt8](repeating: 0, count: header.height * header.width)
  }

  /// Decodes all runs.
  ///
  /// - Throws: ``CodecError`` when the runs end too early or leave the picture.
  mutating func decode(_ bytes: SeekableBytes) throws(CodecError) {
    let stored = try bytes.bytes(bytes.count - header.start, at: header.start)
    var place = 0
    func take() throws(CodecError) -> Int {
      guard place < stored.count else {
        throw CodecError(.damaged, "truncated BMP: \(y) of \(header.height) rows")
      }
      defer { place += 1 }
      return Int(stored[place])
    }
    while y < header.height {
      let (count, value) = (try take(), try take())
      if count > 0 {
        for index in 0..<count { try put(half(value, index)) }
        continue
      }
      switch value {
      case 0: (x, y) = (0, y + 1)
      case 1: return
      case 2:
        x += try take()
        y += try take()
        guard x <= header.width else { throw outside }
      default:
        var byte = 0
        for index in 0..<value {
          if header.bits == 8 || index % 2 == 0 { byte = try take() }
          try put(half(byte, index))
        }
        // Such runs fill whole words.
        let size = header.bits == 8 ? value : (value + 1) / 2
        if size % 2 == 1 { _ = try take() }
      }
    }
  }

  private func half(_ byte: Int, _ index: Int) -> UInt8 {
    UInt8(header.bits == 8 ? byte : index % 2 == 0 ? byte >> 4 : byte & 15)
  }

  private var outside: CodecError {
    CodecError(.damaged, "damaged BMP: a run leaves the picture in row \(y + 1) from below")
  }

  private mutating func put(_ index: UInt8) throws(CodecError) {
    guard x < header.width else { throw outside }
    indexes[(header.height - 1 - y) * header.width + x] = index
    x += 1
  }
}
