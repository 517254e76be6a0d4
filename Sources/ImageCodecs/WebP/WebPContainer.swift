import ConvCore

/// The chunks of a WebP file, which is a RIFF container.
struct WebPContainer {
  /// The bits of the chunk `VP8X` that say what else the file holds.
  private enum Flag {
    static let profile: UInt8 = 0x20
    static let alpha: UInt8 = 0x10
    static let exif: UInt8 = 0x08
    static let xmp: UInt8 = 0x04
  }

  /// Returns the metadata of a file.
  static func metadata(of file: [UInt8]) -> Metadata {
    var metadata = Metadata()
    var place = 12
    while place + 8 <= file.count {
      let size = file[place + 4..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      let content = place + 8..<min(file.count, place + 8 + size)
      guard content.count == size else { break }
      switch String(decoding: file[place..<place + 4], as: UTF8.self) {
      case "ICCP": metadata.iccProfile = Array(file[content])
      case "EXIF":
        // Some writers keep the prefix that the block has in a JPEG.
        let prefix = JPEGSegment.exifPrefix
        let block = file[content]
        metadata.exif = Array(block.starts(with: prefix) ? block.dropFirst(prefix.count) : block)
      case "XMP ": metadata.xmp = Array(file[content])
      default: break
      }
      place += 8 + size + size % 2
    }
    return metadata
  }

  /// Adds metadata to a file that holds only a picture.
  static func adding(_ metadata: Metadata, to file: [UInt8], _ info: ImageInfo) -> [UInt8] {
    // A profile of grays does not describe the three channels that WebP has.
    let profile = metadata.iccProfile.flatMap { bytes in
      bytes.count > 20 && bytes[16..<20].elementsEqual("RGB ".utf8) ? bytes : nil
    }
    var flags: UInt8 = info.hasAlpha ? Flag.alpha : 0
    if profile != nil { flags |= Flag.profile }
    if metadata.exif != nil { flags |= Flag.exif }
    if metadata.xmp != nil { flags |= Flag.xmp }
    guard flags & ~Flag.alpha != 0 else { return file }
    var content = Array("WEBP".utf8)
    content += chunk(
      "VP8X",
      [flags, 0, 0, 0] + little(info.shape.width - 1, 3) + little(info.shape.height - 1, 3))
    if let profile { content += chunk("ICCP", profile) }
    content += file[12...]
    if let exif = metadata.exif { content += chunk("EXIF", exif) }
    if let xmp = metadata.xmp { content += chunk("XMP ", xmp) }
    return chunk("RIFF", content)
  }

  private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    name.utf8 + little(bytes.count, 4) + bytes + (bytes.count % 2 == 1 ? [0] : [])
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
