import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Damaged PNG")
struct PNGDamageTests {
  private let png = PNGBuilder(height: 6, width: 9, color: .rgb).bytes

  /// Where a chunk's name begins.
  private func place(of name: String) -> Int {
    let name = Array(name.utf8)
    return png.indices.first { png[$0...].starts(with: name) } ?? 0
  }

  @Test("a wrong checksum of the header or of the pixels is damage", arguments: ["IHDR", "IDAT"])
  func checksumsAreChecked(chunk: String) throws {
    var bytes = png
    let length = chunk == "IHDR" ? 13 : png.count - 12 - 4 - place(of: "IDAT") - 4
    bytes[place(of: chunk) + 4 + length] ^= 1
    let error = try #require(failure(of: bytes))
    #expect(error.code == .damaged)
    #expect(error.description.hasPrefix("damaged PNG"))
    #expect(error.description.contains("CRC"))
  }

  @Test("damage inside the pixels says how many rows were good")
  func rowsAreCounted() throws {
    var bytes = png
    // The complement of the stored block's length: the first row already cannot be inflated.
    bytes[place(of: "IDAT") + 4 + 5] ^= 0xFF
    let error = try #require(failure(of: bytes))
    #expect(error.code == .damaged)
    #expect(error.description.hasPrefix("damaged PNG: 0 of 6 rows"))
  }

  @Test("every flipped byte is noticed: each one is under a checksum", arguments: [false, true])
  func everyByteCounts(isInterlaced: Bool) throws {
    var builder = PNGBuilder(height: 3, width: 3, color: .gray)
    builder.isInterlaced = isInterlaced
    let good = builder.bytes
    for index in good.indices {
      var bytes = good
      bytes[index] ^= 0x24
      let error = failure(of: bytes)
      #expect(error != nil, "byte \(index) of \(good.count)")
      let codes: [CodecError.Code] = [.damaged, .unsupported, .overLimit]
      if let error { #expect(codes.contains(error.code), "byte \(index): \(error)") }
    }
  }

  @Test("a file cut short anywhere is a truncated PNG", arguments: [false, true])
  func everyPrefixIsTruncated(isInterlaced: Bool) throws {
    var builder = PNGBuilder(height: 4, width: 5, depth: 16, color: .rgba)
    builder.isInterlaced = isInterlaced
    let good = builder.bytes
    for count in 8..<good.count {
      let error = try #require(failure(of: Array(good[..<count])), "\(count) bytes")
      #expect(error.code == .damaged, "\(count) bytes")
      #expect(error.description.hasPrefix("truncated PNG"), "\(count) bytes: \(error)")
    }
  }

  @Test("a cut behind the first strip of pixels says how many rows there are")
  func truncationCountsRows() throws {
    let samples = [UInt8](repeating: 7, count: 40 * 10)
    let info = ImageInfo(.png, 40, 10)
    let bytes = try encode(info, .uint8(samples), EncodingOptions(pngLevel: 0), strips: [16])
    let name = Array("IDAT".utf8)
    let second = try #require(
      bytes.indices.last { place in
        bytes[place...].starts(with: name) && place < bytes.count - 40
      })
    let error = try #require(failure(of: Array(bytes[..<(second + 50)])))
    #expect(error.description == "truncated PNG: 16 of 40 rows")
  }

  @Test("a picture of no pixels is damage", arguments: [(0, 5), (5, 0), (0, 0)])
  func zeroSidesAreDamage(height: Int, width: Int) throws {
    let bytes = PNGBuilder(height: height, width: width, color: .gray, samples: []).bytes
    #expect(try #require(failure(of: bytes)).code == .damaged)
  }

  @Test("impossible headers are damage, whatever their checksums say")
  func impossibleHeaders() throws {
    for (depth, color) in [(3, PNGBuilder.Color.gray), (4, .rgb), (16, .palette), (2, .rgba)] {
      let header =
        PNGBuilder.bigEndian(2) + PNGBuilder.bigEndian(2) + [UInt8(depth), color.rawValue, 0, 0, 0]
      let bytes =
        PNGBuilder.signature + PNGBuilder.chunk("IHDR", header)
        + PNGBuilder.chunk("IDAT", PNGBuilder.zlib([0, 0, 0, 0])) + PNGBuilder.chunk("IEND", [])
      #expect(failure(of: bytes)?.code == .damaged)
    }
    #expect(failure(of: PNGBuilder(height: 2, width: 2, color: .palette).bytes)?.code == .damaged)
  }

  @Test("a picture larger than the limit is refused from its header")
  func limitsAreChecked() throws {
    let header =
      PNGBuilder.bigEndian(0x7FFF_FFFF) + PNGBuilder.bigEndian(0x7FFF_FFFF) + [16, 6, 0, 0, 0]
    let bytes =
      PNGBuilder.signature + PNGBuilder.chunk("IHDR", header)
      + PNGBuilder.chunk("IDAT", [])
    #expect(try #require(failure(of: bytes)).code == .overLimit)
    #expect {
      _ = try openImage(ByteSource(bytes: png), limits: ImageLimits(pixels: 53))
    } throws: { error in
      (error as? CodecError)?.code == .overLimit
    }
    #expect(throws: Never.self) {
      _ = try openImage(ByteSource(bytes: png), limits: ImageLimits(pixels: 54))
    }
  }
}
