import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Formats of pictures on the command line")
struct FormatTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func fixture(_ name: String) throws {
    let file = Fixtures.folder.appendingPathComponent("formats/\(name)")
    try sandbox.write(name, try Data(contentsOf: file))
  }

  @Test("a picture goes through every format that holds it without a change")
  func everyFormat() throws {
    let image = Image.random(height: 9, width: 7, channels: 3)
    try sandbox.write("a.png", image)
    for name in ["a.tiff", "a.tif", "a.webp", "a.ppm"] {
      try sandbox.succeed(["filter", "--identity", "a.png", "-o", name])
      #expect(
        try sandbox.response(["filter", "--identity", name]).values.map { Float($0) }
          == image.samples)
    }
    try sandbox.succeed(["filter", "--identity", "--gray", "a.png", "-o", "a.pgm"])
    try sandbox.fail(
      65, ["filter", "--identity", "a.png", "-o", "b.pgm"],
      saying: ["PGM holds gray", "--gray", ".ppm"])
  }

  @Test("TIFF is a picture for integers, the raw response for floats and with --depth float")
  func floats() throws {
    try sandbox.write("a.png", Image.random(height: 9, width: 7))
    let raw = try sandbox.response(["filter", "--sobel-x", "a.png"])
    try sandbox.succeed(["filter", "--sobel-x", "a.png", "-o", "p.tif"])
    #expect(
      try sandbox.response(["filter", "--identity", "p.tif"]).values
        == raw.values.map { min(abs($0), 255) })
    for name in ["f.tif", "f.pfm"] {
      try sandbox.succeed(["filter", "--sobel-x", "a.png", "-o", name, "--depth", "float"])
      #expect(try sandbox.response(["filter", "--identity", name]).values == raw.values)
    }
    // Floats stay floats, unless a depth is asked for.
    try sandbox.succeed(["filter", "--identity", "f.tif", "-o", "again.tif"])
    #expect(try sandbox.response(["filter", "--identity", "again.tif"]).values == raw.values)
    try sandbox.succeed(["filter", "--identity", "f.tif", "-o", "bytes.tif", "--depth", "8"])
    #expect(
      try sandbox.response(["filter", "--identity", "bytes.tif"]).values.allSatisfy { $0 >= 0 })
    try sandbox.fail(
      64, ["filter", "--sobel-x", "a.png", "-o", "f.png", "--depth", "float"],
      saying: ["PNG", "no floats", ".tiff"])
  }

  @Test("formats that need to write at any place go through a pipe, and are read from one")
  func pipes() throws {
    try sandbox.write("a.png", Image.random(height: 9, width: 7))
    for format in ["tiff", "pfm", "webp", "pgm"] {
      let call = ["filter", "--identity", "a.png", "--format", format]
      let piped = try sandbox.succeed(call + ["-o", "-"]).output
      try sandbox.succeed(call + ["-o", "b.\(format)"])
      #expect(try sandbox.data("b.\(format)").count == piped.count)
      let back = try sandbox.run(
        ["filter", "--identity", "-", "-o", "-", "--format", "npy"], input: piped)
      let expected = try sandbox.response(["filter", "--identity", "b.\(format)"])
      let array = try #require(NPYFile(float32: back.output))
      #expect(array.values == expected.values)
    }
  }

  @Test("pages and arrays are named behind a colon, and name their results")
  func members() throws {
    try fixture("pages.tif")
    try fixture("stored.npz")
    try sandbox.succeed(["filter", "--identity", "pages.tif:2", "--format", "npy"])
    try sandbox.succeed(["filter", "--identity", "stored.npz:first", "--format", "npy"])
    #expect(try sandbox.array("pages-2.identity.npy").values[0] == 1)
    #expect(try sandbox.array("stored-first.identity.npy").values[0] == 0)
    try sandbox.fail(66, ["pool", "pages.tif:4"], saying: ["pages.tif:4", "3 pages"])
    try sandbox.fail(66, ["pool", "stored.npz:x"], saying: ["first and second"])
    try sandbox.fail(65, ["pool", "stored.npz"], saying: ["2 arrays", ":first"])
    try sandbox.write("a.png", Image.random(height: 9, width: 7))
    try sandbox.fail(66, ["pool", "a.png:2"], saying: ["a.png:2", "a PNG has no parts"])
    // The file is an input, whichever page is read.
    try sandbox.fail(73, ["pool", "pages.tif:2", "-o", "pages.tif", "--force"], saying: ["inputs"])
    // A file of the whole name wins.
    try sandbox.write("a.png:2", Image.random(height: 4, width: 4))
    try sandbox.succeed(["pool", "a.png:2"])
  }

  @Test("formats that are not read are named, with a command that converts them")
  func foreign() throws {
    let files: [(name: String, bytes: [UInt8], words: [String])] = [
      ("a.heic", [0, 0, 0, 24] + Array("ftypheic".utf8), ["HEIC", "heif-convert"]),
      ("a.avif", [0, 0, 0, 24] + Array("ftypavif".utf8), ["AVIF", "avifdec"]),
      ("a.jxl", [0xFF, 0x0A, 1, 2], ["JPEG XL", "djxl"]),
      ("a.dcm", [UInt8](repeating: 0, count: 128) + Array("DICM".utf8), ["DICOM", "dcmj2pnm"]),
      ("a.gif", Array("GIF89a".utf8), ["GIF", "magick"]),
      ("a.psd", Array("8BPS".utf8) + [0, 1, 0, 0, 0, 0, 0, 0], ["PSD", "magick"]),
      ("a.jp2", [0, 0, 0, 12] + Array("jP  ".utf8), ["JPEG 2000", "opj_decompress"]),
      ("a.exr", [0x76, 0x2F, 0x31, 1], ["EXR", "magick"]),
      ("a.svg", Array("<svg xmlns=".utf8), ["SVG", "rsvg-convert"]),
      ("a.pdf", Array("%PDF-1.7".utf8), ["PDF", "pdftoppm"]),
    ]
    for file in files {
      try sandbox.write(file.name, Data(file.bytes))
      try sandbox.fail(65, ["pool", file.name], saying: file.words)
    }
    try sandbox.fail(64, ["pool", "a.gif", "-o", "x.bmp"], saying: ["BMP is read"])
  }
}
