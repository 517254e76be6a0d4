import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Files that others read without ado")
struct OddFilesTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func seed(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixtures.seeds.appendingPathComponent("jpeg/\(name)")))
  }

  @Test("four components are read as inverted, with Adobe's marker and without")
  func inks() throws {
    let adobe = try seed("cmyk.jpg")
    // Behind the first two bytes: the marker APP14 and 14 bytes.
    #expect(adobe[2...].starts(with: [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8)))
    let plain = Array(adobe[..<2] + adobe[18...])
    for (name, bytes) in [("adobe", adobe), ("plain", plain)] {
      try sandbox.write("\(name).jpg", Data(bytes))
      try sandbox.succeed(["filter", "--identity", "\(name).jpg", "-o", "\(name).png"])
    }
    let picture = try sandbox.picture("plain.png")
    #expect(picture.samples == (try sandbox.picture("adobe.png").samples))
    guard let map = try Tool("djpeg").output(["-ppm"], input: plain) else { return }
    #expect(picture.samples == map.suffix(picture.samples.count).map(Double.init))
  }

  /// Reads a file and expects the samples of the sound one, and one line that is a note.
  private func expectNote(_ bytes: [UInt8], _ samples: [Double], _ words: String) throws {
    try sandbox.write("odd", Data(bytes))
    let result = try sandbox.run(["filter", "--identity", "odd", "-o", "o.png", "--force"])
    #expect(result.code == 0, "\(words): \(result.errors)")
    #expect(result.errors.hasPrefix("convtool: odd: note: "), "\(words): \(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(words): \(result.errors)")
    #expect(try sandbox.picture("o.png").samples == samples, "\(words)")
  }

  @Test(
    "a JPEG whose rows are all there is read, whatever follows them",
    arguments: [
      "baseline.jpg", "gray.jpg", "restart.jpg", "progressive.jpg", "progrestart.jpg",
      "arithmetic.jpg", "s422.jpg",
    ])
  func behindTheRows(name: String) throws {
    let bytes = try seed(name)
    #expect(bytes.suffix(2) == [0xFF, 0xD9])
    let samples = try Picture(Data(bytes)).samples
    let open = Array(bytes.dropLast(2))
    let zeros = [UInt8](repeating: 0, count: 64)
    try expectNote(open + zeros + [0xFF, 0xD9], samples, "\(name): zeros before the end")
    try expectNote(open + zeros, samples, "\(name): no end, zeros")
    // What an arithmetic code leaves out at its end are zeros; other bytes would belong to it.
    guard name != "arithmetic.jpg" else { return }
    // Decoders take some bytes ahead, and do not tell of those.
    let stray = (1...40).map { UInt8($0) }
    try expectNote(open + stray + [0xFF, 0xD9], samples, "\(name): bytes before the end")
    try expectNote(open + Array("trailer".utf8) + [0xFF, 0xD8, 0xFF, 0x01, 3], samples, name)
  }

  @Test(
    "a second frame behind the rows of a JPEG changes nothing, whatever it claims",
    arguments: ["gray.jpg", "progressive.jpg", "arithprog.jpg", "cmyk.jpg"])
  func secondFrame(name: String) throws {
    let bytes = try seed(name)
    let samples = try Picture(Data(bytes)).samples
    for kind: UInt8 in [0xC0, 0xCA] {
      for (side, components) in [(UInt8(0), UInt8(3)), (1, 255), (255, 4)] {
        let sizes = [side, side, side, side, components]
        let frame = [0xFF, kind, 0, 17, 8] + sizes + [1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
        let second = Array(bytes.dropLast(2)) + frame + [0xFF, 0xD9]
        try expectNote(second, samples, "\(name): \(kind), \(side), \(components)")
      }
    }
  }

  @Test(
    "a JPEG that lacks rows or scans is damaged, whatever follows them",
    arguments: [
      "baseline.jpg", "gray.jpg", "restart.jpg", "progressive.jpg", "progrestart.jpg",
      "arithmetic.jpg", "arithprog.jpg", "s422.jpg",
    ])
  func missingRows(name: String) throws {
    let bytes = try seed(name)
    let cut = Array(bytes[..<(bytes.count * 7 / 10)])
    try sandbox.write("cut.jpg", Data(cut))
    try sandbox.fail(65, ["filter", "--identity", "cut.jpg"], saying: ["cut.jpg"])
    if !name.hasPrefix("arith") {
      // An end where none should be, and zeros behind it.
      try sandbox.write("cut.jpg", Data(cut + [0xFF, 0xD9] + [UInt8](repeating: 0, count: 64)))
      try sandbox.fail(65, ["filter", "--identity", "cut.jpg"], saying: ["cut.jpg"])
    }
  }

  @Test("what libpng only warns about is a note")
  func warnings() throws {
    let gray = PNGBuilder(height: 3, width: 4, color: .gray, seed: 5)
    let samples = gray.samples.map(Double.init)
    var palette = gray
    palette.chunks = [("PLTE", [UInt8](repeating: 9, count: 6))]
    try expectNote(palette.bytes, samples, "a palette for gray")
    // Three bytes behind the zlib stream, which begins behind the header and 8 bytes of its chunk.
    let stream = gray.bytes[41..<gray.bytes.count - 16]
    let longer = PNGBuilder.chunk("IDAT", stream + [1, 2, 3])
    try expectNote(gray.bytes[..<33] + longer + gray.bytes.suffix(12), samples, "more data")
    var indexed = PNGBuilder(height: 1, width: 3, color: .palette, samples: [0, 1, 0])
    indexed.chunks = [("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [0, 1, 2, 3])]
    try expectNote(
      indexed.bytes, [10, 20, 30, 40, 50, 60, 10, 20, 30], "more alphas than colors")
    // A wrong checksum of the pixels under a right one of the chunk.
    var wrong = gray.bytes
    wrong[wrong.count - 12 - 4 - 1] ^= 1
    try sandbox.write("wrong.png", Data(PNGBuilder.mended(wrong)))
    try sandbox.fail(65, ["filter", "--identity", "wrong.png"], saying: ["wrong.png"])
  }
}
