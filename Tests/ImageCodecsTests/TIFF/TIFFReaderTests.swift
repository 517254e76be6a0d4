import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Reading TIFF")
struct TIFFReaderTests {
  /// A file of another program, and what is in it.
  struct Fixture: CustomStringConvertible {
    let name: String
    let kind: FormatFixtures.Kind
    var channels = 1
    var description: String { name }
  }

  static let fixtures: [Fixture] = [
    Fixture(name: "u1.tif", kind: .u1), Fixture(name: "u2.tif", kind: .u2),
    Fixture(name: "u4.tif", kind: .u4), Fixture(name: "i1.tif", kind: .i1),
    Fixture(name: "i2.tif", kind: .i2), Fixture(name: "f2.tif", kind: .f2),
    Fixture(name: "f4.tif", kind: .f4), Fixture(name: "f8.tif", kind: .f8),
    Fixture(name: "u1-rgb-lzw.tif", kind: .u1, channels: 3),
    Fixture(name: "u2-rgba-big-endian.tif", kind: .u2, channels: 4),
    Fixture(name: "u1-rgb-planar.tif", kind: .u1, channels: 3),
    Fixture(name: "u1-rgb-tiles.tif", kind: .u1, channels: 3),
    Fixture(name: "u2-rgb-planar-tiles.tif", kind: .u2, channels: 3),
    Fixture(name: "u1-big.tif", kind: .u1), Fixture(name: "f4-predictor.tif", kind: .f4),
  ]

  @Test("files of other programs have the samples that were written", arguments: fixtures)
  func samples(_ fixture: Fixture) throws {
    for rows in [1, 5, 100] {
      let decoded = try Decoded(try FormatFixtures.bytes(fixture.name), rowsAtATime: rows)
      #expect(decoded.info.format == .tiff)
      #expect(decoded.info.shape.channels == fixture.channels)
      #expect(decoded.info.hasAlpha == (fixture.channels == 4))
      #expect(decoded.values == FormatFixtures.samples(fixture.kind, channels: fixture.channels))
    }
  }

  @Test("where white is 0, black and white are exchanged")
  func minIsWhite() throws {
    let decoded = try Decoded(try FormatFixtures.bytes("u1-white.tif"))
    #expect(decoded.values == FormatFixtures.samples(.u1).map { 255 - $0 })
  }

  @Test("a page is named behind a colon, counted from 1; without it the first is read with a note")
  func pages() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pages.tif")
    try OutputFile.write(try FormatFixtures.bytes("pages.tif"), to: path)
    let first = FormatFixtures.samples(.u1)
    for page in 1...3 {
      let reader = try openImage(try ByteSource(path: "\(path):\(page)"))
      guard case .uint8(let samples) = try reader.readRows(21) else { return }
      #expect(samples.map(Double.init) == first.map { $0 + Double(page - 1) })
      #expect(reader.notes.warnings.isEmpty)
    }
    let whole = try openImage(try ByteSource(path: path))
    #expect(whole.notes.warnings == ["the first of 3 pages; :2 behind the name is the second"])
    for member in ["0", "4", "x"] {
      #expect {
        _ = try openImage(try ByteSource(path: "\(path):\(member)"))
      } throws: { error in
        let error = error as? CodecError
        return error?.code == .noInput && error?.description.contains("3 pages") == true
      }
    }
  }

  @Test("a file cut short anywhere is damage, or has all its samples", arguments: fixtures)
  func prefixes(_ fixture: Fixture) throws {
    let bytes = try FormatFixtures.bytes(fixture.name)
    let expected = FormatFixtures.samples(fixture.kind, channels: fixture.channels)
    for count in stride(from: 8, to: bytes.count, by: 13) {
      do throws(CodecError) {
        let decoded = try Decoded(Array(bytes[..<count]))
        #expect(decoded.values == expected, "\(count) bytes")
      } catch {
        #expect(error.code == .damaged, "\(count) bytes: \(error)")
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test("sizes beyond the limits are refused from the header")
  func limits() throws {
    let bytes = try FormatFixtures.bytes("u1.tif")
    #expect {
      _ = try Decoded(bytes, limits: ImageLimits(pixels: 100))
    } throws: {
      ($0 as? CodecError)?.code == .overLimit
    }
  }
}
