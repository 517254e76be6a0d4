import ConvCore

/// The eight orientations of EXIF (tag 0x0112).
enum Orientation: Int, Sendable {
  case upright = 1
  case mirrored, turned180, flipped, transposed, turned90, transversed, turned270

  /// Creates the orientation of an EXIF block; `nil` when the block has none.
  init?(exif: [UInt8]) {
    guard let place = Orientation.valueOffset(in: exif) else { return nil }
    self.init(rawValue: Int(exif[place.bigEndian ? place.offset + 1 : place.offset]))
  }

  /// Whether rows become columns, so that height and width are swapped.
  var swapsSides: Bool { rawValue >= 5 }

  /// Maps a position in the upright image to the position in the stored image.
  func source(y: Int, x: Int, stored: Size2D) -> (y: Int, x: Int) {
    let (bottom, right) = (stored.height - 1, stored.width - 1)
    return switch self {
    case .upright: (y, x)
    case .mirrored: (y, right - x)
    case .turned180: (bottom - y, right - x)
    case .flipped: (bottom - y, x)
    case .transposed: (x, y)
    case .turned90: (bottom - x, y)
    case .transversed: (bottom - x, right - y)
    case .turned270: (x, right - y)
    }
  }

  /// Returns an EXIF block with the tag set to upright.
  static func reset(exif: [UInt8]) -> [UInt8] {
    guard let place = valueOffset(in: exif) else { return exif }
    var exif = exif
    exif[place.offset] = place.bigEndian ? 0 : 1
    exif[place.offset + 1] = place.bigEndian ? 1 : 0
    return exif
  }

  /// Returns an XMP packet with its copy of the tag, attribute or element, set to upright.
  static func reset(xmp: [UInt8]) -> [UInt8] {
    let name = Array("tiff:Orientation".utf8)
    var xmp = xmp
    var place = 0
    while place + name.count + 3 < xmp.count {
      defer { place += 1 }
      guard xmp[place] == name[0], xmp[place...].starts(with: name) else { continue }
      let value = xmp[(place + name.count)...].prefix(8)
        .firstIndex { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains($0) }
      if let value { xmp[value] = UInt8(ascii: "1") }
    }
    return xmp
  }

  /// The offset of the 16-bit value in the first directory of the TIFF structure.
  private static func valueOffset(in exif: [UInt8]) -> (offset: Int, bigEndian: Bool)? {
    let bigEndian = exif.starts(with: [0x4D, 0x4D, 0, 0x2A])
    guard bigEndian || exif.starts(with: [0x49, 0x49, 0x2A, 0]) else { return nil }
    func number(_ offset: Int, _ bytes: Int) -> Int? {
      guard offset >= 0 && offset + bytes <= exif.count else { return nil }
      let slice = exif[offset..<offset + bytes]
      return (bigEndian ? Array(slice) : slice.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + index * 12
      guard let tag = number(entry, 2), number(entry + 10, 2) != nil else { return nil }
      if tag == 0x0112 { return (entry + 8, bigEndian) }
    }
    return nil
  }
}
