import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("What a file says of itself is true of the output")
struct StaleMetadataTests {
  private let sandbox: CommandSandbox
  private static let secret = Array("the sharp original".utf8)

  init() throws { sandbox = try CommandSandbox() }

  /// An EXIF block: orientation 6, sizes, a maker's note with a preview, and a thumbnail.
  private var exif: [UInt8] {
    let jpeg = [0xFF, 0xD8, 0xFF, 0xE0] + Self.secret + [0xFF, 0xD9]
    func short(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16) }
    func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
      short(tag) + short(type) + long(count) + value
    }
    // Directories at 8 (four entries), 62 (four entries), 116 (two); then the data.
    let (camera, second, data) = (62, 116, 146)
    let image =
      short(4) + entry(0x0100, 3, 1, long(40)) + entry(0x0101, 4, 1, long(60))
      + entry(0x0112, 3, 1, long(6)) + entry(0x8769, 4, 1, long(camera)) + long(second)
    let details =
      short(4) + entry(0x927C, 7, jpeg.count, long(data + jpeg.count))
      + entry(0xA002, 4, 1, long(24)) + entry(0xA003, 3, 1, long(16))
      + entry(0x9286, 7, 12, long(data + 2 * jpeg.count)) + long(0)
    let thumbnail =
      short(2) + entry(0x0201, 4, 1, long(data)) + entry(0x0202, 4, 1, long(jpeg.count)) + long(0)
    return Array("II".utf8) + short(42) + long(8) + image + details + thumbnail + jpeg + jpeg
      + Array("ASCII\0\0\0kept".utf8)
  }

  private var packet: [UInt8] {
    Array(
      """
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmlns:e="http://ns.adobe.com/exif/1.0/" \
      xmlns:tiff='http://ns.adobe.com/tiff/1.0/' e:PixelXDimension="24" tiff:ImageWidth = '24' \
      xmp:CreatorTool="a camera"><e:PixelYDimension>16</e:PixelYDimension>\
      <tiff:ImageLength>16</tiff:ImageLength><xmp:Thumbnails><rdf:Alt><rdf:li \
      xmpGImg:width="160"><xmpGImg:image>\(Data(Self.secret).base64EncodedString())\
      </xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>\
      <G:Data>/9j/4AAQSkZJRgABAQAAAQABAAD</G:Data></rdf:Description></x:xmpmeta>
      """.utf8)
  }

  private func writeInputs() throws {
    var png = PNGBuilder(height: 16, width: 24, color: .rgb, seed: 3)
    try sandbox.write("bare.png", png.data)
    let jpeg = try sandbox.succeed([
      "filter", "--identity", "bare.png", "-o", "-", "--format", "jpg",
    ]).output
    func segment(_ app: UInt8, _ bytes: [UInt8]) -> [UInt8] {
      [0xFF, 0xE0 + app, UInt8((bytes.count + 2) >> 8), UInt8((bytes.count + 2) & 0xFF)] + bytes
    }
    let blocks =
      segment(1, Array("Exif\0\0".utf8) + exif)
      + segment(1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + packet)
      + segment(13, Array("Photoshop 3.0\0".utf8) + Self.secret)
    try sandbox.write("in.jpg", jpeg.prefix(2) + Data(blocks) + jpeg.dropFirst(2))
    png.chunks = [
      ("eXIf", exif), ("iTXt", Array("XML:com.adobe.xmp".utf8) + [0, 0, 0, 0, 0] + packet),
    ]
    try sandbox.write("in.png", png.data)
  }

  /// The value of a tag of 32 bits, little-endian.
  private func value(_ tag: [UInt8], in exif: [UInt8]) -> Int? {
    exif.indices.first { exif[$0...].starts(with: tag + [4, 0, 1, 0, 0, 0]) }
      .map { place in (0..<4).reduce(0) { $0 | Int(exif[place + 8 + $1]) << (8 * $1) } }
  }

  @Test(
    "thumbnails are gone and sizes are those of the output",
    arguments: [
      ["filter", "--gaussian", "3"], ["filter", "--laplacian", "--border", "valid"], ["pool"],
    ])
  func sizes(call: [String]) throws {
    try writeInputs()
    for (input, output) in [
      ("in.jpg", "a.jpg"), ("in.jpg", "a.png"), ("in.png", "b.jpg"), ("in.png", "b.png"),
    ] {
      try sandbox.succeed(call + [input, "-o", output])
      let file = try sandbox.data(output)
      for trace in [Self.secret, Array(Data(Self.secret).base64EncodedString().utf8)] {
        #expect(file.range(of: Data(trace)) == nil, "\(output)")
      }
      #expect(file.range(of: Data("/9j/".utf8)) == nil)
      let info = try sandbox.picture(output).info
      let (width, height) = (info.shape.width, info.shape.height)
      #expect(height > width)
      let exif = try #require(info.metadata.exif)
      #expect(value([0x00, 0x01], in: exif) == width && value([0x01, 0x01], in: exif) == height)
      #expect(value([0x02, 0xA0], in: exif) == width && value([0x03, 0xA0], in: exif) == height)
      #expect(Data(exif).range(of: Data("kept".utf8)) != nil)
      let text = String(decoding: try #require(info.metadata.xmp), as: UTF8.self)
      #expect(text.contains("e:PixelXDimension=\"\(width)\""), "\(text)")
      #expect(text.contains("tiff:ImageWidth = '\(width)'"), "\(text)")
      #expect(text.contains("<e:PixelYDimension>\(height)</e:PixelYDimension>"), "\(text)")
      #expect(text.contains("<tiff:ImageLength>\(height)</tiff:ImageLength>"), "\(text)")
      #expect(text.contains("a camera"))
    }
  }
}
