import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Metadata of PNG, and what travels between the formats")
struct PNGMetadataTests {
  private static let packet = Array("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">é</x:xmpmeta>".utf8)
  private static let keyword = Array("XML:com.adobe.xmp".utf8)

  private func png(_ chunks: [(name: String, data: [UInt8])]) -> [UInt8] {
    var builder = PNGBuilder(height: 2, width: 3, color: .rgb)
    builder.chunks = chunks
    return builder.bytes
  }

  private func reader(_ bytes: [UInt8]) throws -> any ImageReader {
    let reader = try openImage(ByteSource(bytes: bytes))
    _ = try reader.readRows(reader.info.shape.height)
    return reader
  }

  /// The same picture written once more.
  private func rewritten(_ bytes: [UInt8], as format: ImageFormat) throws -> [UInt8] {
    let decoded = try Decoded(bytes)
    var info = decoded.info
    info.format = format
    return try encode(info, decoded.samples)
  }

  @Test("gamma, chromaticities, sRGB and cICP are carried byte for byte")
  func colorChunks() throws {
    let chunks: [(name: String, data: [UInt8])] = [
      ("gAMA", PNGBuilder.bigEndian(45455)),
      ("cHRM", (1...8).flatMap { PNGBuilder.bigEndian($0 * 10_000) }),
      ("sRGB", [1]), ("cICP", [9, 16, 0, 1]),
    ]
    let decoded = try Decoded(try rewritten(png(chunks), as: .png))
    let carried = decoded.info.metadata.colorChunks
    #expect(carried.map(\.name) == chunks.map(\.name))
    #expect(carried.map(\.bytes) == chunks.map(\.data))
  }

  @Test("a color chunk of a wrong length is left out with a word")
  func brokenColorChunk() throws {
    let reader = try reader(png([("gAMA", [1, 2, 3])]))
    #expect(reader.info.metadata.colorChunks.isEmpty)
    #expect(reader.notes.warnings.count == 1 && reader.notes.warnings[0].contains("gAMA"))
  }

  @Test("an ICC profile goes from JPEG to PNG to JPEG byte for byte")
  func profileTravels() throws {
    for profile in [ICC.profile(of: "RGB ", size: 140_000), (0..<300).map { UInt8($0 & 0xFF) }] {
      let info = ImageInfo(.jpeg, 4, 4, 3, metadata: Metadata(iccProfile: profile))
      let jpeg = try encode(info, .uint8([UInt8](repeating: 5, count: 48)))
      let png = try rewritten(jpeg, as: .png)
      #expect(try Decoded(png).info.metadata.iccProfile == profile)
      let back = try rewritten(png, as: .jpeg)
      #expect(try Decoded(back).info.metadata.iccProfile == profile)
    }
  }

  @Test("XMP goes from PNG to JPEG to PNG, deflated or not")
  func packetTravels() throws {
    let plain = Self.keyword + [0, 0, 0] + Array("en".utf8) + [0, 0] + Self.packet
    let deflated = Self.keyword + [0, 1, 0, 0, 0] + PNGBuilder.zlib(Self.packet)
    for text in [plain, deflated] {
      let jpeg = try rewritten(png([("iTXt", text)]), as: .jpeg)
      #expect(try Decoded(jpeg).info.metadata.xmp == Self.packet)
      let back = try rewritten(jpeg, as: .png)
      #expect(try Decoded(back).info.metadata.xmp == Self.packet)
    }
  }

  @Test("the orientation that XMP repeats is reset with that of EXIF")
  func packetOrientation() throws {
    for (stored, expected) in [
      ("<a tiff:Orientation=\"6\" b=\"7\"/>", "<a tiff:Orientation=\"1\" b=\"7\"/>"),
      ("<tiff:Orientation>8</tiff:Orientation>", "<tiff:Orientation>1</tiff:Orientation>"),
    ] {
      let metadata = Metadata(
        exif: Exif(orientation: 6, isBigEndian: false).bytes, xmp: Array(stored.utf8))
      let info = ImageInfo(.jpeg, 2, 3, metadata: metadata)
      let decoded = try Decoded(try encode(info, .uint8([UInt8](repeating: 5, count: 6))))
      #expect(decoded.info.metadata.xmp == Array(expected.utf8))
    }
  }

  @Test("EXIF behind the pixels turns them as well")
  func exifBehindPixels() throws {
    let exif = Exif(orientation: 6, isBigEndian: true).bytes
    let plain = PNGBuilder(height: 2, width: 3, color: .gray, samples: [1, 2, 3, 4, 5, 6]).bytes
    // Before the twelve bytes of IEND.
    let bytes = plain.dropLast(12) + PNGBuilder.chunk("eXIf", exif) + plain.suffix(12)
    let decoded = try Decoded(Array(bytes))
    #expect(decoded.values == [4, 1, 5, 2, 6, 3])
    #expect(decoded.info.metadata.exif == Exif(orientation: 1, isBigEndian: true).bytes)
  }

  @Test("resolution and shape of pixels travel between the formats")
  func densityTravels() throws {
    let cases: [(Metadata.Density, Metadata.Density, Metadata.Density)] = [
      (
        .init(unit: .perInch, x: 300, y: 72), .init(unit: .perMetre, x: 11811, y: 2835),
        .init(unit: .perInch, x: 300, y: 72)
      ),
      (
        .init(unit: .ratio, x: 4, y: 3), .init(unit: .ratio, x: 4, y: 3),
        .init(unit: .ratio, x: 4, y: 3)
      ),
    ]
    for (stored, inPNG, back) in cases {
      let info = ImageInfo(.jpeg, 4, 4, 3, metadata: Metadata(density: stored))
      let png = try rewritten(
        try encode(info, .uint8([UInt8](repeating: 5, count: 48))), as: .png)
      #expect(try Decoded(png).info.metadata.density == inPNG)
      #expect(try Decoded(try rewritten(png, as: .jpeg)).info.metadata.density == back)
    }
  }

  @Test("profiles and texts that inflate without end are left out, and memory stays small")
  func bombs() throws {
    // A megabyte that inflates to a gigabyte would take long to make: 33 MB say the same.
    let bomb = try zlibStream(ofZeros: 33 << 20)
    let profile = try reader(png([("iCCP", [0x61, 0, 0] + bomb)]))
    #expect(profile.info.metadata.iccProfile == nil)
    #expect(profile.notes.warnings.contains { $0.contains("iCCP") && $0.contains("32 MB") })
    let text = try reader(png([("iTXt", Self.keyword + [0, 1, 0, 0, 0] + bomb)]))
    #expect(text.info.metadata.xmp == nil)
    let others: [(name: String, data: [UInt8])] = (0..<40).map { _ in
      ("zTXt", [0x61, 0, 0] + bomb)
    }
    #expect(try reader(png(others)).notes.warnings.isEmpty)
  }

  @Test("a profile or packet that cannot be inflated is left out with a word")
  func brokenStreams() throws {
    for (name, data): (String, [UInt8]) in [
      ("iCCP", [0x61, 0, 0, 1, 2, 3]), ("iCCP", [0x61]), ("iCCP", [0x61, 0, 9, 1]),
      ("iTXt", Self.keyword + [0, 1, 0, 0, 0, 1, 2, 3]), ("iTXt", Self.keyword + [0, 1]),
    ] {
      let reader = try reader(png([(name, data)]))
      #expect(reader.info.metadata.iccProfile == nil && reader.info.metadata.xmp == nil)
      #expect(reader.notes.warnings.count == 1 && reader.notes.warnings[0].contains(name))
    }
  }

  /// Deflated by our own writer: the IDAT chunk of a black picture.
  private func zlibStream(ofZeros count: Int) throws -> [UInt8] {
    let info = ImageInfo(.png, count >> 15, (1 << 15) - 1)
    let bytes = try encode(
      info, .uint8([UInt8](repeating: 0, count: info.shape.count)), EncodingOptions(pngLevel: 9))
    var stream: [UInt8] = []
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      if bytes[(place + 4)...].starts(with: Array("IDAT".utf8)) {
        stream += bytes[(place + 8)..<(place + 8 + length)]
      }
      place += 12 + length
    }
    return stream
  }
}
