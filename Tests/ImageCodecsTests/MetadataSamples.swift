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

/// Colour profiles that are sound as far as libpng looks.
enum ICC {
  /// A profile of a display, with one tag that holds nothing but numbers up to `size`.
  static func profile(of space: String, size: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    func put(_ values: [UInt8], _ place: Int) {
      bytes.replaceSubrange(place..<place + values.count, with: values)
    }
    func long(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) } }
    put(long(size), 0)
    put([2, 0x40, 0, 0], 8)
    put(Array("mntr".utf8) + Array(space.utf8) + Array("XYZ ".utf8), 12)
    put(Array("acsp".utf8), 36)
    // The illuminant of every profile, D50.
    put([0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D], 68)
    put(long(1) + Array("desc".utf8) + long(144) + long(size - 144), 128)
    for place in 144..<size { bytes[place] = UInt8(truncatingIfNeeded: place &* 31 >> 3) }
    return bytes
  }
}
