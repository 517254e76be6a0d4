import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("PBM, PGM, PPM and PAM")
struct PNMTests {
  private func decoded(_ text: String, _ rest: [UInt8] = []) throws -> Decoded {
    try Decoded(Array(text.utf8) + rest)
  }

  @Test("plain and raw files, with comments wherever they may stand, give their samples")
  func kinds() throws {
    // A bit of 1 is black.
    #expect(try decoded("P1\n# c\n3 2\n101\n0 1 0\n").values == [0, 255, 0, 255, 0, 255])
    #expect(
      try decoded("P4 10 1\n", [0b1010_0000, 0b0100_0000]).values == [
        0, 255, 0, 255, 255, 255, 255, 255, 255, 0,
      ])
    #expect(try decoded("P2 2 2 # c\n255\n1 2\n 3\t255").values == [1, 2, 3, 255])
    #expect(try decoded("P3\n1 1\n255\n7 8 9\n").values == [7, 8, 9])
    #expect(try decoded("P5\n# one\n#two\n2 1\n255\n", [5, 250]).values == [5, 250])
    let color = try decoded("P6 1 2 255 ", [1, 2, 3, 4, 5, 6])
    #expect(color.values == [1, 2, 3, 4, 5, 6])
    #expect(color.info.format == .ppm && color.info.shape.channels == 3)
  }

  @Test("16 bits stay 16 bits, the higher byte first, and other maxima are white")
  func depths() throws {
    let wide = try decoded("P5 2 1 65535\n", [1, 2, 255, 255])
    #expect(wide.info.sampleType == .uint16 && wide.values == [258, 65_535])
    #expect(try decoded("P5 2 1 1023\n", [3, 255, 0, 0]).values == [65_535, 0])
    #expect(try decoded("P5 3 1 15\n", [0, 8, 15]).values == [0, 136, 255])
    #expect(try decoded("P2 2 1 1000 500 1000").values == [32_768, 65_535])
  }

  @Test("PAM has its channels from the header, the last of two or four is alpha")
  func arbitraryMaps() throws {
    let header = "P7\n# c\nWIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    let decoded = try decoded(header, [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(decoded.values == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(decoded.info.hasAlpha && decoded.info.shape.channels == 4)
  }

  @Test("files that are cut short, or hold other things, are damage")
  func damage() throws {
    let files: [(String, [UInt8], String)] = [
      ("P5 2 2 255\n", [1, 2, 3], "truncated PNM: 1 of 2 rows"),
      ("P5 2", [], "truncated PNM header"), ("P2 2 1 255 1", [], "truncated PNM: 0 of 1 rows"),
      ("P5 2 1 15\n", [3, 16], "above the maximum 15"), ("P5 x 1 255\n", [], "the width is 'x'"),
      ("P5 2 1 0\n", [1, 2], "a maximum of 0"), ("P2 1 1 9 -1", [], "then '-1'"),
      ("P5 99999999999999999999 1 255\n", [], "the width"), ("P1 2 1 12", [], "damaged PNM"),
      ("P7\nWIDTH 1\nENDHDR\n", [], "damaged PAM header"),
    ]
    for (text, rest, words) in files {
      let error = try #require(failure(of: Array(text.utf8) + rest), "\(text)")
      #expect(error.code == .damaged && error.description.contains(words), "\(text): \(error)")
    }
    #expect(failure(of: Array("P5 70000 70000 255\n".utf8))?.code == .overLimit)
  }

  @Test(
    "what is written is read again; gray as PPM is color", arguments: [SampleType.uint8, .uint16])
  func roundTrip(type: SampleType) throws {
    let values = (0..<30).map { UInt16($0 * 8) }
    let samples: SampleBuffer =
      type == .uint16 ? .uint16(values.map { $0 << 8 | 3 }) : .uint8(values.map { UInt8($0) })
    let gray = try Decoded(try encode(ImageInfo(.pgm, 5, 6, 1, type), samples, strips: [2]))
    #expect(gray.samples == samples && gray.info.format == .pgm)
    let color = try Decoded(try encode(ImageInfo(.ppm, 5, 2, 3, type), samples))
    #expect(color.samples == samples && color.info.format == .ppm)
    let tripled = try Decoded(try encode(ImageInfo(.ppm, 5, 6, 1, type), samples))
    #expect(tripled.values == gray.values.flatMap { [$0, $0, $0] })
    #expect(throws: CodecError.colorsInGray) {
      _ = try encode(ImageInfo(.pgm, 5, 2, 3, type), samples)
    }
  }
}
