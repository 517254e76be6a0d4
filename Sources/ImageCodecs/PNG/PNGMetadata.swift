import CPNG

/// Reads the metadata of a PNG.
enum PNGMetadata {
  /// The largest inflated size of a profile or a text, in bytes; a larger block is left out.
  static let inflationLimit = 32 << 20
  /// The keyword of the iTXt chunk that holds an XMP packet.
  static let xmpKeyword = Array("XML:com.adobe.xmp".utf8)

  /// Reads the metadata before the pixels.
  ///
  /// - Returns: The metadata, and a warning for each chunk that could not be read.
  static func read(
    _ handle: OpaquePointer, _ header: cpng_header, _ source: ByteSource
  ) -> (metadata: Metadata, oddities: [String]) {
    var metadata = Metadata()
    var oddities: [String] = []
    for chunk in chunks(handle) {
      do throws(CodecError) {
        switch chunk.name {
        case "iCCP": metadata.iccProfile = try profile(chunk.bytes)
        case "iTXt": metadata.xmp = try packet(chunk.bytes)
        default:
          guard Metadata.ColorChunk.lengths[chunk.name] == chunk.bytes.count else {
            throw CodecError(.damaged, "\(chunk.bytes.count) bytes")
          }
          metadata.colorChunks.append(chunk)
        }
      } catch { oddities.append("\(chunk.name) left out: \(error.description)") }
    }
    metadata.exif = exif(handle) ?? exifBehindPixels(source)
    let (x, y) = (Int(header.x_density), Int(header.y_density))
    if x > 0 && y > 0 && (header.per_metre != 0 || x != y) {
      metadata.density = .init(unit: header.per_metre != 0 ? .perMetre : .ratio, x: x, y: y)
    }
    return (metadata, oddities)
  }

  /// The EXIF block, if libpng has read one so far.
  static func exif(_ handle: OpaquePointer) -> [UInt8]? {
    var (bytes, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
    guard cpng_reader_exif(handle, &bytes, &count) == 1 else { return nil }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// Finds an EXIF block after the pixels.
  ///
  /// Some programs, ImageMagick among them, write the block there; the orientation in the block
  /// applies to the pixels.
  ///
  /// - Returns: `nil` when there is no such block, or the source is a pipe.
  private static func exifBehindPixels(_ source: ByteSource) -> [UInt8]? {
    var place = 8
    while let header = source.peek(8, at: place) {
      let length = header[..<4].reduce(0) { $0 << 8 | Int($1) }
      if header[4...].elementsEqual("IEND".utf8) { return nil }
      if header[4...].elementsEqual("eXIf".utf8) {
        return length <= 1 << 20 ? source.peek(length, at: place + 8) : nil
      }
      place += 12 + length
    }
    return nil
  }

  private static func chunks(_ handle: OpaquePointer) -> [Metadata.ColorChunk] {
    var chunks: [Metadata.ColorChunk] = []
    var (name, bytes, count): (UnsafePointer<CChar>?, UnsafePointer<UInt8>?, Int) = (nil, nil, 0)
    while cpng_reader_chunk(handle, chunks.count, &name, &bytes, &count) == 1, let letters = name {
      chunks.append(
        .init(
          name: String(cString: letters),
          bytes: Array(UnsafeBufferPointer(start: bytes, count: count))))
    }
    return chunks
  }

  /// Parses iCCP: a name, a zero, the method 0, then the deflated profile.
  private static func profile(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    guard let end = bytes.firstIndex(of: 0), end + 1 < bytes.count, bytes[end + 1] == 0 else {
      throw CodecError(.damaged, "no name or method")
    }
    return try inflated(bytes[(end + 2)...])
  }

  /// Parses iTXt: keyword, zero, compression flag, method, language, zero, translated keyword,
  /// zero, text.
  private static func packet(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    let flags = xmpKeyword.count + 1
    guard flags + 2 <= bytes.count,
      let language = bytes[(flags + 2)...].firstIndex(of: 0),
      let keyword = bytes[(language + 1)...].firstIndex(of: 0)
    else { throw CodecError(.damaged, "no keyword") }
    let text = bytes[(keyword + 1)...]
    return bytes[flags] == 0 ? Array(text) : try inflated(text)
  }

  private static func inflated(_ bytes: ArraySlice<UInt8>) throws(CodecError) -> [UInt8] {
    let reader = try InflatingReader(Array(bytes), wrapper: .zlib)
    let content = try reader.read(inflationLimit + 1)
    guard content.count <= inflationLimit else {
      throw CodecError(.overLimit, "more than \(inflationLimit >> 20) MB when inflated")
    }
    return content
  }
}
