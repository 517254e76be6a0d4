/// An EXIF block of one directory with the orientation, and one tag before it.
struct Exif {
  let orientation: UInt16
  let isBigEndian: Bool

  var bytes: [UInt8] {
    let mark = Array((isBigEndian ? "MM" : "II").utf8)
    // Tag, type, count and value: ImageWidth as LONG, then Orientation as SHORT.
    let width = word(0x0100) + word(4) + long(1) + long(77)
    let turn = word(0x0112) + word(3) + long(1) + word(orientation) + word(0)
    return mark + word(42) + long(8) + word(2) + width + turn + long(0)
  }

  /// Where the value of the orientation stands.
  static let valueOffset = 8 + 2 + 12 + 8

  private func word(_ value: UInt16) -> [UInt8] {
    let bytes = [UInt8(value >> 8), UInt8(value & 0xFF)]
    return isBigEndian ? bytes : bytes.reversed()
  }

  private func long(_ value: UInt32) -> [UInt8] {
    let bytes = word(UInt16(value >> 16))
    return isBigEndian
      ? bytes + word(UInt16(value & 0xFFFF)) : word(UInt16(value & 0xFFFF)) + bytes
  }
}
