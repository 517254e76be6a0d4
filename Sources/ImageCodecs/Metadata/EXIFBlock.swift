import ConvCore

/// Rewrites an EXIF block for another picture.
///
/// Everything kept stays at its offset, so that a maker's note with offsets from the beginning of
/// the block remains readable. Bytes that no kept entry points to are overwritten with zeros, so a
/// thumbnail is removed even when no entry refers to it.
struct EXIFBlock {
  private let bytes: [UInt8]
  private let isBigEndian: Bool
  private let size: Size2D
  private var output: [UInt8]
  /// The end offset of the kept bytes.
  private var end = 8
  private var visited: Set<Int> = []

  /// Returns the block for a picture of this size; `nil` when nothing of the block can be kept.
  static func describing(_ size: Size2D, _ bytes: [UInt8]) -> [UInt8]? {
    guard var block = EXIFBlock(bytes, size), let first = block.number(4, 4),
      block.copyDirectory(at: first, .image)
    else { return HiddenPicture.isIn(bytes[...]) ? nil : bytes }
    return Array(block.output[..<block.end])
  }

  private init?(_ bytes: [UInt8], _ size: Size2D) {
    isBigEndian = bytes.starts(with: [0x4D, 0x4D, 0, 0x2A])
    guard isBigEndian || bytes.starts(with: [0x49, 0x49, 0x2A, 0]), bytes.count >= 8 else {
      return nil
    }
    self.bytes = bytes
    self.size = size
    output = Array(bytes[..<8]) + [UInt8](repeating: 0, count: bytes.count - 8)
  }

  /// The kind of a directory.
  private enum Directory {
    case image, camera, position, exchange

    /// The kind of the directory that an entry of this directory points to; `nil` for other
    /// entries.
    func below(_ tag: Int) -> Directory? {
      switch (self, tag) {
      case (.image, 0x8769): .camera
      case (.image, 0x8825): .position
      case (.camera, 0xA005): .exchange
      default: nil
      }
    }

    /// Whether an entry is the width (`true`) or the height (`false`) of the picture; otherwise
    /// `nil`.
    func isWidth(_ tag: Int) -> Bool? {
      switch (self, tag) {
      case (.image, 0x0100), (.camera, 0xA002), (.exchange, 0x1001): true
      case (.image, 0x0101), (.camera, 0xA003), (.exchange, 0x1002): false
      default: nil
      }
    }
  }

  /// Tags that point to pixels: strips, further directories, tiles, JPEG streams; Adobe's blocks,
  /// which hold a thumbnail or repeat the XMP; the thumbnail of Windows.
  private static let pictures: Set<Int> = [
    0x0111, 0x0117, 0x014A, 0x0144, 0x0145, 0x0201, 0x0202, 0x02BC, 0x501B, 0x8649,
  ]
  /// The number of bytes per value, by type.
  private static let widths = [
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
  ]

  private func number(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0 && offset + count <= bytes.count else { return nil }
    let slice = bytes[offset..<offset + count]
    return (isBigEndian ? Array(slice) : slice.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func put(_ value: Int, _ count: Int, at offset: Int) {
    for index in 0..<count {
      let shift = 8 * (isBigEndian ? count - 1 - index : index)
      output[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  private mutating func keep(_ range: Range<Int>) {
    output.replaceSubrange(range, with: bytes[range])
    end = max(end, range.upperBound)
  }

  /// Copies a directory without entries that show the old picture, and without the next directory,
  /// which belongs to the thumbnail.
  ///
  /// - Returns: Whether there is a directory.
  private mutating func copyDirectory(at offset: Int, _ kind: Directory) -> Bool {
    guard offset >= 8, let count = number(offset, 2), offset + 2 + 12 * count <= bytes.count,
      visited.insert(offset).inserted
    else { return false }
    var kept = 0
    for index in 0..<count {
      let entry = offset + 2 + 12 * index
      guard copyValue(of: entry, kind) else { continue }
      let target = offset + 2 + 12 * kept
      output.replaceSubrange(target..<target + 12, with: bytes[entry..<entry + 12])
      if let tag = number(entry, 2), let isWidth = kind.isWidth(tag) {
        put(4, 2, at: target + 2)
        put(1, 4, at: target + 4)
        put(isWidth ? size.width : size.height, 4, at: target + 8)
      }
      kept += 1
    }
    put(kept, 2, at: offset)
    // After the entries: the offset of the next directory, 0 for none.
    let close = min(offset + 2 + 12 * kept + 4, bytes.count)
    end = max(end, close)
    return true
  }

  /// Copies the value that an entry points to.
  ///
  /// - Returns: Whether to keep the entry.
  private mutating func copyValue(of entry: Int, _ kind: Directory) -> Bool {
    guard let tag = number(entry, 2), let type = number(entry + 2, 2),
      let count = number(entry + 4, 4), let offset = number(entry + 8, 4),
      let width = EXIFBlock.widths[type], !EXIFBlock.pictures.contains(tag)
    else { return false }
    if let below = kind.below(tag) { return copyDirectory(at: offset, below) }
    if kind.isWidth(tag) != nil || count * width <= 4 { return true }
    guard offset >= 8 && offset + count * width <= bytes.count else { return false }
    let range = offset..<offset + count * width
    if HiddenPicture.isIn(bytes[range]) { return false }
    keep(range)
    return true
  }
}
