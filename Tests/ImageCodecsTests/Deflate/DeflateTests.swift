import CZlib
import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Deflating PNG strips")
struct DeflateTests {
  /// Pictures of different nature: how they are filtered and deflated differs.
  private static let kinds: [(name: String, picture: [UInt8])] = [
    ("noise", noise(0...255)),
    ("response", noise(0...255).map { $0 < 150 ? 0 : UInt8((Int($0) - 150) / 4) }),
    ("ramp", pixels(height, width) { y, x, _ in (x + 2 * y) % 256 }),
    ("drawing", pixels(height, width) { y, x, _ in (x / 31 + y / 57) % 3 == 0 ? 250 : 20 }),
    ("flat", pixels(height, width) { _, _, _ in 7 }),
  ]
  private static let (height, width) = (240, 320)

  private static func noise(_ range: ClosedRange<Float>) -> [UInt8] {
    Image.random(height: height, width: width, channels: 1, in: range).samples.map { UInt8($0) }
  }

  /// The zlib stream of a PNG: its IDAT chunks, joined.
  private func stream(of png: [UInt8]) -> [UInt8] {
    var (position, stream) = (8, [UInt8]())
    while position + 12 <= png.count {
      let count = png[position..<position + 4].reduce(0) { $0 << 8 + Int($1) }
      if Array(png[position + 4..<position + 8]) == Array("IDAT".utf8) {
        stream += png[position + 8..<position + 8 + count]
      }
      position += 12 + count
    }
    return stream
  }

  /// What zlib makes of a stream; `nil` unless it ends where its bytes end.
  private func inflated(_ stream: [UInt8], capacity: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: capacity)
    var (count, used) = (UInt(capacity), UInt(stream.count))
    let status = uncompress2(&output, &count, stream, &used)
    return status == Z_OK && used == stream.count ? Array(output.prefix(Int(count))) : nil
  }

  /// The samples of filtered rows, by section 9.2 of the PNG specification; `nil` where the rows are
  /// not whole or a filter is unknown.
  private func unfiltered(_ rows: [UInt8]) -> [UInt8]? {
    let width = DeflateTests.width
    guard rows.count % (width + 1) == 0 else { return nil }
    var above = [UInt8](repeating: 0, count: width)
    var samples: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: width + 1) {
      var row: [UInt8] = []
      for x in 0..<width {
        let (left, up) = (Int(row.last ?? 0), Int(above[x]))
        let corner = x > 0 ? Int(above[x - 1]) : 0
        let guess: Int
        switch rows[start] {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = up
        case 3: guess = (left + up) / 2
        case 4:
          // Paeth: of the three the nearest to the plane through them, ties in this order.
          let plane = left + up - corner
          guess = [left, up, corner].min { abs($0 - plane) < abs($1 - plane) } ?? 0
        default: return nil
        }
        row.append(rows[start + 1 + x] &+ UInt8(truncatingIfNeeded: guess))
      }
      samples += row
      above = row
    }
    return samples
  }

  @Test("strips are one zlib stream with one end and one checksum", arguments: [nil, 0, 1, 6, 9])
  func piecesAreOneStream(level: Int?) throws {
    for kind in DeflateTests.kinds {
      let info = ImageInfo(.png, DeflateTests.height, DeflateTests.width)
      let bytes = try encode(
        info, .uint8(kind.picture), EncodingOptions(pngLevel: level), strips: [1, 2, 60, 100])
      let rows = inflated(stream(of: bytes), capacity: kind.picture.count * 2)
      #expect(unfiltered(rows ?? []) == kind.picture, "\(kind.name)")
      // What was written is what is read, sample by sample.
      let reader = try openImage(ByteSource(bytes: bytes))
      let samples = try reader.readRows(DeflateTests.height)
      #expect(samples == .uint8(kind.picture), "\(kind.name)")
    }
  }

  @Test("auto is about as small as level 6, noise is not blown up")
  func autoIsSmall() throws {
    for kind in DeflateTests.kinds {
      let info = ImageInfo(.png, DeflateTests.height, DeflateTests.width)
      func size(_ level: Int?) throws -> Int {
        try encode(info, .uint8(kind.picture), EncodingOptions(pngLevel: level)).count
      }
      let auto = try size(nil)
      #expect(Double(auto) < 1.08 * Double(try size(6)) + 64, "\(kind.name)")
      #expect(auto < kind.picture.count + DeflateTests.height + 200, "\(kind.name)")
    }
  }

  @Test("a ramp of 16 bits is filtered, which plain bytes would not stand for")
  func rampsAreFiltered() throws {
    let info = ImageInfo(.png, 200, 300, 1, .uint16)
    let ramp = (0..<60_000).map { UInt16(truncatingIfNeeded: $0 % 300 * 40 + $0 / 300 * 13) }
    #expect(try encode(info, .uint16(ramp)).count < 4000)
  }
}
