import ConvCore

/// Converts stored samples of a TIFF to those of a picture.
struct TIFFNumbers {
  let number: TIFFLayout.Number
  /// Whether integers are indexes of a color map, which are not scaled.
  let isIndex: Bool
  private(set) var misfits = NPYElements.Misfits()

  init(_ number: TIFFLayout.Number, isIndex: Bool) {
    self.number = number
    self.isIndex = isIndex
  }

  /// The name of the type, for notes.
  var misfitNote: String? {
    if case .element(let element) = number { misfits.note(element) } else { nil }
  }

  /// Converts rows of `perRow` samples that each begin at a byte.
  mutating func samples(_ bytes: [UInt8], rows: Int, perRow: Int) -> SampleBuffer {
    switch number {
    case .level(8): return .uint8(bytes)
    case .level(16):
      return .uint16(
        bytes.withUnsafeBytes { raw in
          (0..<rows * perRow).map {
            raw.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)
          }
        })
    case .level(let bits):
      let values = TIFFNumbers.unpacked(bytes, bits: bits, rows: rows, perRow: perRow)
      let most = 1 << bits - 1
      if bits < 8 || (isIndex && bits <= 8) {
        let levels = (0...most).map { isIndex ? UInt8($0) : UInt8(($0 * 255 + most / 2) / most) }
        return .uint8(values.map { levels[$0] })
      }
      if isIndex { return .uint16(values.map { UInt16($0) }) }
      return .uint16(values.map { UInt16(($0 * 65_535 + most / 2) / most) })
    case .wide(let bits):
      let values = TIFFNumbers.unpacked(bytes, bits: bits, rows: rows, perRow: perRow)
      return .float32(values.map { Float($0) })
    case .element(let element):
      // libtiff has brought the bytes into the order of the machine.
      let elements = NPYElements(element: element, isBigEndian: 1.bigEndian == 1)
      return .float32(bytes.withUnsafeBytes { elements.floats(of: $0, &misfits) })
    }
  }

  /// Returns numbers of any width, the first one in the highest bits of its byte.
  private static func unpacked(_ bytes: [UInt8], bits: Int, rows: Int, perRow: Int) -> [Int] {
    let stride = (perRow * bits + 7) / 8
    // libtiff stores 24 bits in the order of the machine.
    if bits == 24 {
      return (0..<rows * perRow).map { index in
        Int(bytes[3 * index]) | Int(bytes[3 * index + 1]) << 8 | Int(bytes[3 * index + 2]) << 16
      }
    }
    var values: [Int] = []
    values.reserveCapacity(rows * perRow)
    let mask = 1 << bits - 1
    for row in 0..<rows {
      var place = row * stride
      var (held, count) = (0, 0)
      for _ in 0..<perRow {
        while count < bits {
          held = held << 8 | Int(bytes[place])
          place += 1
          count += 8
        }
        count -= bits
        values.append(held >> count & mask)
        held &= 1 << count - 1
      }
    }
    return values
  }
}
