import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Nothing lost: depth, sign, profiles, texts, and what is left of a broken file")
struct FaithfulTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("a ramp of 16 bits keeps more than 256 levels through a Gaussian")
  func depthIsKept() throws {
    let ramp = (0..<512).flatMap { _ in (0..<512).map { Float($0 * 8) } }
    let image = Image(shape: ImageShape(height: 512, width: 512, channels: 1), samples: ramp)
    try sandbox.write("ramp.png", image, depth: 16)
    try sandbox.succeed(["filter", "--gaussian", "2", "ramp.png"])
    let picture = try sandbox.picture("ramp.gaussian-2.png")
    #expect(picture.info.sampleType == .uint16)
    #expect(Set(picture.samples).count > 500)
    try sandbox.succeed(["pool", "--average", "ramp.png"])
    #expect(try sandbox.picture("ramp.averagepool.png").info.sampleType == .uint16)
  }

  @Test("the Laplacian of an edge of 16 bits keeps its sign and its size")
  func signIsKept() throws {
    let edge = (0..<8).flatMap { _ in (0..<8).map { Float($0 < 4 ? 1000 : 61000) } }
    let image = Image(shape: ImageShape(height: 8, width: 8, channels: 1), samples: edge)
    try sandbox.write("edge.png", image, depth: 16)
    let response = try sandbox.response(["filter", "--laplacian", "edge.png"])
    #expect(Set(response.values) == [0, 60000, -60000])
  }

  @Test("JPEG of 16 bits is refused with a hint, and written with --depth 8")
  func sixteenBitsAsJPEG() throws {
    try sandbox.write("deep.png", Image.random(height: 9, width: 9), depth: 16)
    try sandbox.fail(
      64, ["filter", "--laplacian", "deep.png", "-o", "x.jpg"], saying: ["--depth 8", "16"])
    try sandbox.succeed(["filter", "--laplacian", "deep.png", "-o", "x.jpg", "--depth", "8"])
    #expect(try sandbox.picture("x.jpg").info.sampleType == .uint8)
  }

  /// A JPEG with segments behind its first marker.
  private func jpeg(_ segments: [(app: UInt8, bytes: [UInt8])]) throws -> Data {
    try sandbox.write("plain.png", Image.random(height: 16, width: 24, channels: 3))
    let call = ["filter", "--identity", "plain.png", "-o", "-", "--format", "jpg"]
    let plain = try sandbox.succeed(call).output
    let inserted = segments.flatMap { segment -> [UInt8] in
      let length = segment.bytes.count + 2
      return [0xFF, 0xE0 + segment.app, UInt8(length >> 8), UInt8(length & 0xFF)] + segment.bytes
    }
    return plain.prefix(2) + Data(inserted) + plain.dropFirst(2)
  }

  @Test("profile and XMP go from JPEG to PNG to JPEG byte for byte, and --strip leaves both out")
  func profileTravels() throws {
    let profile = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
    let marker = Array("ICC_PROFILE\0".utf8)
    let packet = Array("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>".utf8)
    let photo = try jpeg([
      (1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + packet),
      // Out of order, as the format allows.
      (2, marker + [2, 2] + profile[60_000...]), (2, marker + [1, 2] + profile[..<60_000]),
    ])
    try sandbox.write("a.jpg", photo)
    try sandbox.succeed(["filter", "--laplacian", "a.jpg", "-o", "b.png"])
    try sandbox.succeed(["filter", "--gaussian", "1", "b.png", "-o", "c.jpg"])
    for name in ["b.png", "c.jpg"] {
      #expect(try sandbox.picture(name).info.metadata.iccProfile == profile, "\(name)")
      #expect(try sandbox.picture(name).info.metadata.xmp == packet, "\(name)")
    }
    for name in ["d.png", "d.jpg"] {
      try sandbox.succeed(["filter", "--laplacian", "a.jpg", "--strip", "-o", name])
      #expect(try sandbox.picture(name).info.metadata == Metadata(), "\(name)")
    }
  }

  @Test(
    "what cannot travel is left out with a note: a profile of inks, half a profile, a large XMP")
  func notes() throws {
    let marker = Array("ICC_PROFILE\0".utf8)
    try sandbox.write("half.jpg", try jpeg([(2, marker + [1, 2] + [1, 2, 3])]))
    let half = try sandbox.run(["filter", "--laplacian", "half.jpg"])
    #expect(half.code == 0)
    #expect(
      half.errors == "convtool: half.jpg: note: the ICC profile is not complete: left out\n")
    let seed = Fixtures.seeds.appendingPathComponent("jpeg/cmyk.jpg")
    let inks = try Data(contentsOf: seed)
    let segment = [0xFF, 0xE2, 0, 19] + marker + [1, 1] + [1, 2, 3]
    try sandbox.write("inks.jpg", inks.prefix(2) + Data(segment) + inks.dropFirst(2))
    let converted = try sandbox.run(["filter", "--identity", "inks.jpg"])
    #expect(converted.code == 0 && converted.errors.contains("inks.jpg: note: CMYK"))
    let picture = try sandbox.picture("inks.identity.png")
    #expect(picture.info.shape.channels == 3 && picture.info.metadata.iccProfile == nil)
    var png = PNGBuilder(height: 2, width: 2, color: .gray)
    let text = [UInt8](repeating: 0x20, count: 70_000)
    png.chunks = [("iTXt", Array("XML:com.adobe.xmp".utf8) + [0, 0, 0, 0, 0] + text)]
    try sandbox.write("long.png", png.data)
    let long = try sandbox.run(["filter", "--identity", "long.png", "-o", "long.jpg"])
    #expect(long.errors == "convtool: long.png: note: XMP does not fit into a JPEG: left out\n")
  }

  @Test("EXIF orientations come out upright with the tag reset, in JPEG and PNG", arguments: 1...8)
  func orientations(orientation: Int) throws {
    let entry: [UInt8] = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
    let exif = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
    // Stored: 16 rows of 24; the quarter at the stored origin is bright.
    let origin = Image(
      shape: ImageShape(height: 16, width: 24, channels: 1),
      samples: (0..<384).map { $0 / 24 < 8 && $0 % 24 < 12 ? 240 : 10 })
    try sandbox.write("bare.png", origin)
    let bare = try sandbox.succeed([
      "filter", "--identity", "bare.png", "-o", "-", "--format", "jpg", "--quality", "100",
    ]).output
    let segment = Array("Exif\0\0".utf8) + exif
    let marker: [UInt8] = [0xFF, 0xE1, 0, UInt8(segment.count + 2)]
    try sandbox.write("in.jpg", bare.prefix(2) + Data(marker + segment) + bare.dropFirst(2))
    var png = PNGBuilder(
      height: 16, width: 24, color: .gray, samples: origin.samples.map { UInt16($0) })
    png.chunks = [("eXIf", exif)]
    try sandbox.write("in.png", png.data)
    // Where the stored origin is seen: EXIF 2.3, tag 0x0112.
    let bottom = [3, 4, 7, 8].contains(orientation)
    let right = [2, 3, 6, 7].contains(orientation)
    for (input, output) in [("in.jpg", "o.jpg"), ("in.jpg", "o.png"), ("in.png", "p.png")] {
      try sandbox.succeed(["filter", "--identity", input, "-o", output, "--force"])
      let picture = try sandbox.picture(output)
      let shape = picture.info.shape
      #expect((shape.height, shape.width) == (orientation < 5 ? (16, 24) : (24, 16)))
      let y = bottom ? shape.height - 3 : 2
      let x = right ? shape.width - 3 : 2
      #expect(picture.samples[y * shape.width + x] > 200, "\(output)")
      #expect(picture.samples.count { $0 > 120 } == 96, "\(output)")
      var reset = exif
      reset[19] = 1
      #expect(picture.info.metadata.exif == reset, "\(output)")
    }
  }

  /// The texts of a PNG's tEXt chunks.
  private func texts(_ name: String) throws -> [String: String] {
    let bytes = [UInt8](try sandbox.data(name))
    var texts: [String: String] = [:]
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let content = bytes[(place + 8)..<(place + 8 + length)]
      if bytes[(place + 4)...].starts(with: Array("tEXt".utf8)) {
        let parts = content.split(separator: 0, maxSplits: 1)
        texts[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
      }
      place += 12 + length
    }
    return texts
  }

  @Test("a PNG says what made it and how, without file names or threads; --strip leaves it out")
  func textsOfPNG() throws {
    try sandbox.write("x.png", Image.random(height: 9, width: 9))
    try sandbox.succeed([
      "filter", "--threads", "1", "--kernel", "0 1 0; 1 -4 1; 0 1 0", "x.png", "-o", "secret.png",
      "--view", "signed",
    ])
    let texts = try texts("secret.png")
    #expect(texts["Software"]?.hasPrefix("convtool ") == true)
    #expect(
      texts["Comment"] == "convtool filter --kernel '0 1 0; 1 -4 1; 0 1 0' --view signed")
    try sandbox.succeed(["pool", "x.png", "--strip", "-o", "bare.png"])
    #expect(try self.texts("bare.png").isEmpty)
  }

  @Test("--allow-truncated keeps what there is of a picture, and says how much")
  func allowTruncated() throws {
    try sandbox.write("whole.png", Image.random(height: 120, width: 90))
    let whole = try sandbox.succeed([
      "filter", "--identity", "whole.png", "-o", "-", "--format", "jpg",
    ]).output
    try sandbox.write("cut.jpg", whole.prefix(whole.count * 6 / 10))
    try sandbox.fail(65, ["filter", "--laplacian", "cut.jpg"], saying: ["truncated"])
    let call = [
      "filter", "--laplacian", "cut.jpg", "--allow-truncated", "--force", "-o", "out.png",
    ]
    let result = try sandbox.run(call)
    #expect(result.code == 0)
    let pattern =
      /convtool: cut\.jpg: note: kept what can be decoded: truncated JPEG: (\d+) of 120 rows are sound/
    #expect(result.errors.firstMatch(of: pattern) != nil, "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count <= 11)
    #expect(try sandbox.picture("out.png").info.shape.height == 120)
    #expect(try sandbox.run(call + ["--quiet"]).errors.isEmpty)
  }

  @Test("scans of a progressive JPEG have a limit, and an option that raises it")
  func scanLimit() throws {
    let seed = Fixtures.seeds.appendingPathComponent("jpeg/progressive.jpg")
    try sandbox.write("p.jpg", try Data(contentsOf: seed))
    let call = ["filter", "--laplacian", "p.jpg"]
    try sandbox.fail(75, call + ["--max-scans", "3"], saying: ["p.jpg", "3 scans", "--max-scans"])
    try sandbox.succeed(call + ["--max-scans", "20"])
  }
}
