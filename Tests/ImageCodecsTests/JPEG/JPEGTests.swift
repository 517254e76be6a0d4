import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("JPEG, written and read back")
struct JPEGTests {
  /// Waves a few periods long in every channel.
  static func smooth(height: Int, width: Int, channels: Int) -> [UInt8] {
    pixels(height, width, channels) { y, x, c in
      20 + (x * (3 + c) + y * (5 - c)) % 400 * 215 / 400
    }
  }

  private func largestError(_ a: [Double], _ b: [UInt8]) -> Double {
    largestDifference(a, b.map(Double.init))
  }

  @Test("a smooth picture at quality 100 comes back within a few levels", arguments: [1, 3])
  func qualityIsHigh(channels: Int) throws {
    for (height, width) in [(1, 1), (8, 8), (17, 23), (40, 31)] {
      let info = ImageInfo(.jpeg, height, width, channels)
      // One slope and no edge: what remains is rounding.
      let samples = pixels(height, width, channels) { y, x, c in 60 + 2 * x + y + 20 * c }
      let bytes = try encode(
        info, .uint8(samples), EncodingOptions(jpegQuality: 100), strips: [5, 1])
      let decoded = try Decoded(bytes)
      #expect(decoded.info.shape == info.shape)
      #expect(decoded.info.format == .jpeg && decoded.info.sampleType == .uint8)
      #expect(largestError(decoded.values, samples) <= Tolerance.jpegLevels)
    }
  }

  @Test("lower quality means a smaller file and larger errors")
  func qualityHasAnEffect() throws {
    let info = ImageInfo(.jpeg, 64, 64, 3)
    let samples = JPEGTests.smooth(height: 64, width: 64, channels: 3)
    let sizes = try [10, 50, 90, 100].map {
      try encode(info, .uint8(samples), EncodingOptions(jpegQuality: $0)).count
    }
    #expect(sizes == sizes.sorted())
    #expect(Set(sizes).count == 4)
  }

  @Test(
    "color is stored at half resolution below quality 90",
    arguments: [(89, 0x22), (50, 0x22), (90, 0x11), (100, 0x11)])
  func samplingFollowsQuality(quality: Int, sampling: UInt8) throws {
    let info = ImageInfo(.jpeg, 16, 16, 3)
    let bytes = try encode(
      info, .uint8([UInt8](repeating: 9, count: 768)), EncodingOptions(jpegQuality: quality))
    // SOF0: marker, length, precision, height, width, count, then id, sampling, table.
    let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
    #expect(bytes[frame + 11] == sampling)
  }

  @Test("strips of any height give the same file")
  func stripsDoNotMatter() throws {
    let info = ImageInfo(.jpeg, 50, 33, 3)
    let samples = SampleBuffer.uint8(JPEGTests.smooth(height: 50, width: 33, channels: 3))
    let whole = try encode(info, samples)
    for strips in [[1, 2, 3], [49], [16, 16, 16]] {
      #expect(try encode(info, samples, strips: strips) == whole)
    }
  }

  @Test("a truncated JPEG says how many rows there are")
  func truncationCountsRows() throws {
    let info = ImageInfo(.jpeg, 128, 64, 3)
    let samples = JPEGTests.smooth(height: 128, width: 64, channels: 3)
    let bytes = try encode(info, .uint8(samples), EncodingOptions(jpegQuality: 95))
    var counts: [Int] = []
    for share in [60, 75, 90] {
      let error = try #require(failure(of: Array(bytes[..<(bytes.count * share / 100)])))
      #expect(error.code == .damaged)
      let words = error.description.split(separator: " ")
      #expect(words.prefix(2) == ["truncated", "JPEG:"])
      #expect(words.suffix(3) == ["of", "128", "rows"])
      counts.append(try #require(words.dropFirst(2).first.flatMap { Int($0) }))
    }
    #expect(counts == counts.sorted() && Set(counts).count == 3)
    #expect(counts.allSatisfy { (1..<128).contains($0) })
  }

  @Test("every prefix is an error until all rows are there; a missing end marker is a note")
  func everyPrefixIsAnError() throws {
    let samples = JPEGTests.smooth(height: 20, width: 20, channels: 1)
    let bytes = try encode(ImageInfo(.jpeg, 20, 20), .uint8(samples))
    for count in 3..<bytes.count - 2 {
      let error = try #require(failure(of: Array(bytes[..<count])), "\(count) bytes")
      #expect(error.code == .damaged && error.description.hasPrefix("truncated JPEG"))
    }
    let whole = try Decoded(bytes).values
    for missing in 1...2 {
      let reader = try openImage(ByteSource(bytes: Array(bytes.dropLast(missing))))
      #expect(try reader.readRows(20) == .uint8(whole.map { UInt8($0) }))
      #expect(reader.notes.warnings == ["the end marker is missing; all rows are there"])
    }
  }

  @Test("bytes that belong to nothing, behind the last row, are a note")
  func extraneousBytesAreANote() throws {
    let samples = JPEGTests.smooth(height: 20, width: 20, channels: 1)
    let bytes = try encode(ImageInfo(.jpeg, 20, 20), .uint8(samples))
    let whole = try Decoded(bytes).values
    for stray in [[1, 2, 3], [UInt8](repeating: 0, count: 64), [0xFF, 0xD8, 0xFF, 0xE0]] {
      let padded = Array(bytes.dropLast(2)) + stray + bytes.suffix(2)
      let reader = try openImage(ByteSource(bytes: padded))
      #expect(try reader.readRows(20) == .uint8(whole.map { UInt8($0) }))
      #expect(reader.notes.warnings.count == 1, "\(reader.notes.warnings)")
    }
    // What follows the end marker is not the picture's.
    #expect(failure(of: bytes + [1, 2, 3]) == nil)
  }

  @Test("pictures that JPEG cannot hold are refused")
  func impossibleKindsAreRefused() {
    let infos = [
      ImageInfo(.jpeg, 2, 2, 2), ImageInfo(.jpeg, 2, 2, 4), ImageInfo(.jpeg, 2, 2, 1, .uint16),
      ImageInfo(.jpeg, 2, 2, 3, .float32), ImageInfo(.jpeg, 1, 70_000),
    ]
    for info in infos {
      #expect {
        _ = try makeWriter(info, to: MemorySink())
      } throws: { error in
        (error as? CodecError)?.code == .unsupported
      }
    }
  }
}
