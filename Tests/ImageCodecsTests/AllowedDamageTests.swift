import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Damage that is allowed")
struct AllowedDamageTests {
  private func read(_ bytes: [UInt8]) throws -> (samples: [Double], notes: DecoderNotes) {
    let reader = try openImage(ByteSource(bytes: bytes), allowsDamage: true)
    var samples: [Double] = []
    for _ in 0..<reader.info.shape.height {
      switch try reader.readRows(1) {
      case .uint8(let row): samples += row.map(Double.init)
      case .uint16(let row): samples += row.map(Double.init)
      case .float32(let row): samples += row.map(Double.init)
      }
    }
    return (samples, reader.notes)
  }

  @Test("a JPEG that is cut short keeps its sound rows")
  func jpeg() throws {
    let info = ImageInfo(.jpeg, 128, 64, 1)
    let samples = JPEGTests.smooth(height: 128, width: 64, channels: 1)
    let bytes = try encode(info, .uint8(samples))
    let whole = try Decoded(bytes).values
    let (values, notes) = try read(Array(bytes[..<(bytes.count * 3 / 4)]))
    let damage = try #require(notes.damage)
    let match = try #require(
      try /truncated JPEG: (\d+) of 128 rows are sound/.wholeMatch(in: damage))
    let rows = try #require(Int(match.1))
    #expect((40..<128).contains(rows))
    #expect(Array(values[..<(rows * 64)]) == Array(whole[..<(rows * 64)]))
    let (complete, none) = try read(bytes)
    #expect(complete == whole && none.damage == nil && none.warnings.isEmpty)
  }

  @Test("a JPEG without its end marker has all its rows")
  func endMarker() throws {
    let samples = JPEGTests.smooth(height: 20, width: 20, channels: 1)
    let bytes = try encode(ImageInfo(.jpeg, 20, 20), .uint8(samples))
    let (values, notes) = try read(Array(bytes.dropLast(2)))
    #expect(values == (try Decoded(bytes).values))
    #expect(notes.damage == nil)
    #expect(notes.warnings == ["the end marker is missing; all rows are there"])
  }

  @Test("a PNG that is cut short keeps its rows, the others are 0")
  func png() throws {
    let samples = [UInt8](repeating: 7, count: 40 * 10)
    let bytes = try encode(
      ImageInfo(.png, 40, 10), .uint8(samples), EncodingOptions(pngLevel: 0), strips: [16])
    let (values, notes) = try read(Array(bytes[..<(bytes.count - 250)]))
    // All of the first strip, and of the second nearly all that is there.
    let damage = try #require(notes.damage)
    let match = try #require(try /truncated PNG: (\d+) of 40 rows/.wholeMatch(in: damage))
    let rows = try #require(Int(match.1))
    #expect((18..<40).contains(rows))
    #expect(values == (0..<400).map { $0 < rows * 10 ? 7 : 0 })
    var builder = PNGBuilder(height: 30, width: 31, color: .rgb)
    builder.isInterlaced = true
    let cut = try read(Array(builder.bytes.dropLast(1000)))
    #expect(cut.notes.damage?.contains("of 7 passes") == true)
    #expect(cut.samples.count == 30 * 31 * 3 && cut.samples.contains { $0 != 0 })
  }

  @Test("a wrong checksum keeps the pixels")
  func checksum() throws {
    let png = PNGBuilder(height: 6, width: 9, color: .rgb)
    var bytes = png.bytes
    bytes[bytes.count - 13] ^= 1
    let (values, notes) = try read(bytes)
    #expect(values == (try Decoded(png.bytes).values))
    #expect(notes.warnings.contains { $0.contains("CRC") })
  }

  @Test("an NPY that is cut short keeps its rows, the others are 0")
  func npy() throws {
    let file = NPYFile(shape: [4, 6], values: [Double](repeating: 1, count: 24))
    let (values, notes) = try read(file.bytes(.init(type: "<f4")).dropLast(30))
    #expect(notes.damage == "truncated NPY: 2 of 4 rows")
    #expect(values == (0..<24).map { $0 < 16 ? 1 : 0 })
  }

  @Test("a broken header is an error all the same")
  func header() throws {
    let jpeg = try encode(ImageInfo(.jpeg, 20, 20), .uint8([UInt8](repeating: 5, count: 400)))
    for bytes in [
      Array(jpeg[..<30]), Array(PNGBuilder(height: 2, width: 2, color: .rgb).bytes[..<20]),
    ] {
      #expect {
        _ = try read(bytes)
      } throws: { error in
        (error as? CodecError)?.code == .damaged
      }
    }
  }
}
