import CTIFF

/// An open TIFF file of libtiff, at one of its pages.
///
/// A file belongs to one thread at a time.
final class TIFFFile: @unchecked Sendable {
  let header: ctiff_header
  let handle: OpaquePointer
  private let bytes: SeekableBytes

  /// Opens a page, counted from 0.
  ///
  /// - Throws: ``CodecError`` with `damaged` when the page cannot be read.
  init(_ bytes: SeekableBytes, page: Int, limit: Int) throws(CodecError) {
    self.bytes = bytes
    guard
      let handle = ctiff_open(
        { context, buffer, offset, count in
          guard let context, let buffer, let offset = Int(exactly: offset) else { return -1 }
          let bytes = Unmanaged<SeekableBytes>.fromOpaque(context).takeUnretainedValue()
          return bytes.read(UnsafeMutableRawBufferPointer(start: buffer, count: count), at: offset)
        }, Unmanaged.passUnretained(bytes).toOpaque(), UInt64(bytes.count),
        UInt64(max(limit, 1 << 20)))
    else { throw CodecError(.damaged, "libtiff could not be set up") }
    var header = ctiff_header()
    guard ctiff_is_open(handle) != 0, ctiff_select(handle, UInt32(page), &header) != 0 else {
      let message = String(cString: ctiff_message(handle))
      ctiff_close(handle)
      throw CodecError(.damaged, "damaged TIFF\(message.isEmpty ? "" : " (\(message))")")
    }
    self.handle = handle
    self.header = header
  }

  deinit { ctiff_close(handle) }

  /// The first error or warning about pixels; empty without one.
  var message: String { String(cString: ctiff_message(handle)) }

  /// Whether a decoder warned of broken pixels.
  var hasDamage: Bool { ctiff_has_damage(handle) != 0 }

  /// The bytes of a tag: an ICC profile or an XMP packet.
  func block(_ tag: UInt32) -> [UInt8]? {
    var (start, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
    guard ctiff_block(handle, tag, &start, &count) != 0 else { return nil }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// The color map: red, green and blue of each index, in 8 bits.
  func palette() throws(CodecError) -> [[UInt8]] {
    var (red, green, blue): (UnsafePointer<UInt16>?, UnsafePointer<UInt16>?, UnsafePointer<UInt16>?)
    (red, green, blue) = (nil, nil, nil)
    guard ctiff_palette(handle, &red, &green, &blue) != 0 else {
      throw CodecError(.damaged, "damaged TIFF: no color map")
    }
    let count = 1 << Int(header.bits)
    let words = [red, green, blue].map { Array(UnsafeBufferPointer(start: $0, count: count)) }
    // Some old writers store numbers of 8 bits.
    let isNarrow = words.allSatisfy { $0.allSatisfy { $0 < 256 } }
    return (0..<count).map { index in
      words.map { UInt8(truncatingIfNeeded: isNarrow ? $0[index] : $0[index] >> 8) }
    }
  }

  /// The number of pages, and of those that are no smaller versions of others.
  ///
  /// The file is at another page afterwards.
  static func pages(_ bytes: SeekableBytes, limit: Int) throws(CodecError) -> (all: Int, full: Int)
  {
    let file = try TIFFFile(bytes, page: 0, limit: limit)
    var full: UInt32 = 0
    let all = ctiff_pages(file.handle, &full)
    return (Int(all), Int(full))
  }
}
