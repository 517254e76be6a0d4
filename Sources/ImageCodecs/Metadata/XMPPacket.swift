import ConvCore

/// Rewrites an XMP packet for another picture.
///
/// Sizes are set and thumbnails removed; all other bytes stay unchanged.
struct XMPPacket {
  private let bytes: [UInt8]
  private var edits: [(range: Range<Int>, text: [UInt8])] = []

  private static let exif = "http://ns.adobe.com/exif/1.0/"
  private static let tiff = "http://ns.adobe.com/tiff/1.0/"
  private static let basic = "http://ns.adobe.com/xap/1.0/"
  private static let image = "http://ns.adobe.com/xap/1.0/g/img/"

  /// Returns the packet for a picture of this size; `nil` when an unreadable packet might hold a
  /// picture.
  static func describing(_ size: Size2D, _ bytes: [UInt8]) -> [UInt8]? {
    // UTF-16 and UTF-32 are allowed but not used in pictures; they cannot be read here.
    guard !bytes.prefix(64).contains(0) else { return nil }
    var packet = XMPPacket(bytes: bytes)
    packet.set("PixelXDimension", of: exif, to: size.width, usual: ["exif"])
    packet.set("PixelYDimension", of: exif, to: size.height, usual: ["exif"])
    packet.set("ImageWidth", of: tiff, to: size.width, usual: ["tiff"])
    packet.set("ImageLength", of: tiff, to: size.height, usual: ["tiff"])
    packet.empty("Thumbnails", of: basic, usual: ["xmp", "xap"])
    packet.empty("image", of: image, usual: ["xmpGImg", "xapGImg"])
    packet.emptyPictures()
    return packet.edited
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The bytes after all edits; of overlapping edits only the first is made.
  private var edited: [UInt8] {
    var result: [UInt8] = []
    var place = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where edit.range.lowerBound >= place {
      result += bytes[place..<edit.range.lowerBound] + edit.text
      place = edit.range.upperBound
    }
    return result + bytes[place...]
  }

  // MARK: Edits

  private mutating func set(_ name: String, of space: String, to number: Int, usual: [String]) {
    for place in names(name, of: space, usual: usual) {
      guard let range = value(behind: place) else { continue }
      edits.append((range, Array(String(number).utf8)))
    }
  }

  private mutating func empty(_ name: String, of space: String, usual: [String]) {
    for place in names(name, of: space, usual: usual) {
      if let range = content(behind: place) ?? value(behind: place) { edits.append((range, [])) }
    }
  }

  /// Removes JPEG and PNG files in base 64, under any name.
  private mutating func emptyPictures() {
    for sign in ["/9j/", "iVBORw0KGgo"] {
      for place in occurrences(of: Array(sign.utf8), from: 0) {
        guard place > 0, "\"'> \n\r\t;".utf8.contains(bytes[place - 1]) else { continue }
        let end = bytes[place...].firstIndex { "<\"'".utf8.contains($0) } ?? bytes.count
        edits.append((place..<end, []))
      }
    }
  }

  // MARK: Places

  /// The end offsets of the names of an attribute or element, for all prefixes of its namespace.
  private func names(_ name: String, of space: String, usual: [String]) -> [Int] {
    Set(prefixes(of: space) + usual).flatMap { prefix -> [Int] in
      let full = Array("\(prefix):\(name)".utf8)
      return occurrences(of: full, from: 0).compactMap { place in
        let end = place + full.count
        guard place > 0, end < bytes.count, !isName(bytes[end]),
          bytes[place - 1] == UInt8(ascii: "<")
            || isBlank(bytes[place - 1])
        else { return nil }
        return end
      }
    }
  }

  /// The prefixes that the packet declares for a namespace.
  private func prefixes(of space: String) -> [String] {
    occurrences(of: Array("xmlns:".utf8), from: 0).compactMap { place in
      let start = place + 6
      let end = bytes[start...].firstIndex { !isName($0) } ?? bytes.count
      guard let range = value(behind: end), bytes[range].elementsEqual(space.utf8) else {
        return nil
      }
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
  }

  /// The range of an attribute's value, or of the text of an element without child elements.
  private func value(behind place: Int) -> Range<Int>? {
    var place = place
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
    guard place < bytes.count else { return nil }
    if bytes[place] == UInt8(ascii: "=") {
      guard let open = bytes[place...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
        let close = bytes[(open + 1)...].firstIndex(of: bytes[open])
      else { return nil }
      return open + 1..<close
    }
    guard let open = bytes[place...].firstIndex(of: UInt8(ascii: ">")),
      bytes[open - 1] != UInt8(ascii: "/"),
      let close = bytes[open...].firstIndex(of: UInt8(ascii: "<")), close > open + 1
    else { return nil }
    return open + 1..<close
  }

  /// The range between the tags of an element whose name ends at `place`; `nil` for attributes.
  private func content(behind place: Int) -> Range<Int>? {
    guard let start = bytes[..<place].lastIndex(of: UInt8(ascii: "<")),
      bytes[start + 1..<place].allSatisfy({ isName($0) || $0 == UInt8(ascii: ":") }),
      let open = bytes[place...].firstIndex(of: UInt8(ascii: ">")), bytes[open - 1] != 0x2F
    else { return nil }
    let tag = Array("</".utf8) + bytes[start + 1..<place]
    guard let close = occurrences(of: tag, from: open).first else { return open + 1..<bytes.count }
    return open + 1..<close
  }

  private func occurrences(of text: [UInt8], from start: Int) -> [Int] {
    var places: [Int] = []
    var place = start
    while let next = bytes[place...].firstIndex(of: text[0]) {
      if bytes[next...].starts(with: text) { places.append(next) }
      place = next + 1
    }
    return places
  }

  private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private func isName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || "-._".utf8.contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
