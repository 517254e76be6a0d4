import ConvCore

/// Finds pictures inside other data.
enum HiddenPicture {
  /// The first bytes of JPEG files, and of tables in JPEG files whose beginning a camera maker has
  /// hidden.
  private static let signs: [[UInt8]] = [
    [0xFF, 0xD8, 0xFF], [0xFF, 0xDB, 0, 0x43], [0xFF, 0xDB, 0, 0x84], [0xFF, 0xDB, 0, 0xC5],
  ]

  /// Whether a JPEG begins anywhere in the bytes.
  static func isIn(_ bytes: ArraySlice<UInt8>) -> Bool {
    var place = bytes.startIndex
    while let mark = bytes[place...].firstIndex(of: 0xFF) {
      if signs.contains(where: { bytes[mark...].starts(with: $0) }) { return true }
      place = mark + 1
    }
    return false
  }
}
