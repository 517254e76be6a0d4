import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Standard streams, formats and metadata")
struct StreamTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 20, width: 16, channels: 3, seed: 21)

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
  }

  @Test("- reads standard input and writes standard output, for every format")
  func pipes() throws {
    let input = try sandbox.data("x.png")
    for format in ["png", "jpg", "npy"] {
      let call = ["filter", "--gaussian", "1"]
      let piped = try sandbox.succeed(call + ["-", "-o", "-", "--format", format], input: input)
      try sandbox.succeed(call + ["x.png", "-o", "x.\(format)x.\(format)"])
      #expect(try sandbox.data("x.\(format)x.\(format)") == piped.output)
    }
    let pooled = try sandbox.succeed(["pool", "-", "-o", "-"], input: input)
    #expect(try Picture(pooled.output).info.format == .png)
    #expect(try sandbox.succeed(["pool", "-"], input: input).output == pooled.output)
    try sandbox.succeed(["pool", "-", "-o", "out/"], input: input)
    #expect(sandbox.files.contains("out/stdin.maxpool.png"))
  }

  @Test("pipelines of two runs are the same as --then")
  func pipeline() throws {
    let first = try sandbox.succeed([
      "filter", "--gaussian", "1", "x.png", "-o", "-", "--format", "npy",
    ]).output
    let second = try sandbox.succeed(
      ["filter", "--sobel-x", "-", "-o", "-", "--format", "npy"], input: first)
    let chained = try sandbox.succeed([
      "filter", "--gaussian", "1", "--then", "sobel-x", "x.png", "-o", "-", "--format", "npy",
    ])
    #expect(second.output == chained.output)
  }

  @Test("formats are told apart by content, never by name")
  func contentDecides() throws {
    let jpeg = try sandbox.succeed([
      "filter", "--identity", "x.png", "-o", "-", "--format", "jpg", "--quality", "100",
    ]).output
    try sandbox.write("really-jpeg.png", jpeg)
    try sandbox.write("really-array.jpg", NPYFile(shape: [2, 2], values: [1, 2, 3, 4]).data)
    try sandbox.write("no-extension", try sandbox.data("x.png"))
    #expect(
      try sandbox.response(["filter", "--identity", "really-jpeg.png"]).shape == [20, 16, 3])
    let array = try sandbox.response(["filter", "--identity", "really-array.jpg"])
    #expect(array.values == [1, 2, 3, 4])
    try sandbox.succeed(["pool", "no-extension"])
    #expect(sandbox.files.contains("no-extension.maxpool.png"))
  }

  @Test("the name's extension chooses the format, in any case")
  func extensions() throws {
    let formats: [(String, ImageFormat)] = [
      ("a.jpg", .jpeg), ("a.JPEG", .jpeg), ("a.png", .png), ("a.PNG", .png), ("a.npy", .npy),
    ]
    for (name, format) in formats {
      try sandbox.succeed(["filter", "--identity", "x.png", "-o", name])
      #expect(try sandbox.picture(name).info.format == format)
    }
    try sandbox.succeed(["filter", "--identity", "x.png", "--format", "jpg"])
    #expect(try sandbox.picture("x.identity.jpg").info.format == .jpeg)
  }

  @Test("--quality and --png-level reach the encoders")
  func encoderOptions() throws {
    let sizes = try ["10", "60", "100"].map { quality in
      try sandbox.succeed([
        "filter", "--identity", "x.png", "-o", "-", "--format", "jpg", "--quality", quality,
      ]).output.count
    }
    #expect(sizes == sizes.sorted() && Set(sizes).count == 3)
    let call = ["filter", "--identity", "x.png", "-o", "-", "--format", "jpg"]
    let standard = try sandbox.succeed(call).output
    #expect(try sandbox.succeed(call + ["--quality", "90"]).output == standard)
    let stored = try sandbox.succeed([
      "filter", "--identity", "x.png", "-o", "-", "--png-level", "0",
    ]).output
    #expect(stored.count > 20 * 16 * 3)
    #expect(try Picture(stored).samples == image.samples.map(Double.init))
  }

  @Test("resolution and EXIF travel along unless --strip, upright and with the tag reset")
  func metadata() throws {
    // TIFF header, one entry: orientation 6, the stored row 0 is the right-hand side.
    let exif: [UInt8] =
      Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1]
      + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0] + [0, 0, 0, 0]
    var png = PNGBuilder(height: 2, width: 3, color: .gray, samples: [1, 2, 3, 4, 5, 6])
    png.chunks = [
      ("pHYs", PNGBuilder.bigEndian(3000) + PNGBuilder.bigEndian(3000) + [1]), ("eXIf", exif),
    ]
    try sandbox.write("turned.png", png.data)
    try sandbox.succeed(["filter", "--identity", "turned.png"])
    let picture = try sandbox.picture("turned.identity.png")
    #expect(picture.info.shape == ImageShape(height: 3, width: 2, channels: 1))
    #expect(picture.samples == [4, 1, 5, 2, 6, 3])
    var reset = exif
    reset[19] = 1
    #expect(picture.info.metadata.exif == reset)
    #expect(picture.info.metadata.density == .init(unit: .perMetre, x: 3000, y: 3000))
    try sandbox.succeed(["filter", "--identity", "turned.png", "--strip", "-o", "bare.png"])
    #expect(try sandbox.picture("bare.png").info.metadata == Metadata())
    #expect(try sandbox.picture("bare.png").samples == picture.samples)
  }

  @Test("a profile of colors travels from JPEG to JPEG, but not to a gray picture")
  func profile() throws {
    let plain = try sandbox.succeed([
      "filter", "--identity", "x.png", "-o", "-", "--format", "jpg",
    ]).output
    let profile = (0..<500).map { UInt8(truncatingIfNeeded: $0 * 3) }
    let body = Array("ICC_PROFILE\0".utf8) + [1, 1] + profile
    let segment = [0xFF, 0xE2, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
    try sandbox.write("p.jpg", plain.prefix(2) + Data(segment) + plain.dropFirst(2))
    let call = ["filter", "--laplacian", "p.jpg", "-o"]
    try sandbox.succeed(call + ["kept.jpg"])
    #expect(try sandbox.picture("kept.jpg").info.metadata.iccProfile == profile)
    try sandbox.succeed(call + ["gray.jpg", "--gray"])
    #expect(try sandbox.picture("gray.jpg").info.metadata.iccProfile == nil)
    try sandbox.succeed(call + ["bare.jpg", "--strip"])
    #expect(try sandbox.picture("bare.jpg").info.metadata.iccProfile == nil)
  }

  @Test("names may be as long as the file system allows, in any script")
  func longNames() throws {
    for character in ["a", "é", "画"] {
      let name = String(repeating: character, count: 240 / character.utf8.count) + ".png"
      try sandbox.succeed(["pool", "x.png", "-o", name])
      #expect(sandbox.files == ([name, "x.png"]).sorted())
      try FileManager.default.removeItem(atPath: sandbox.folder.path(name))
    }
  }

  @Test("a closed pipe is a failed write without a word, not a crash")
  func closedPipe() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = sandbox.folder.url
    try sandbox.writeArray("big.npy", Image.random(height: 400, width: 400))
    process.arguments = [
      "-c",
      "{ \"\(Program.path)\" filter --identity big.npy -o - --format npy 2>err; echo $? >code; } "
        + "| head -c 1 >first",
    ]
    try process.run()
    process.waitUntilExit()
    let code = String(decoding: try sandbox.data("code"), as: UTF8.self)
    #expect(code == "74\n")
    let error = String(decoding: try sandbox.data("err"), as: UTF8.self)
    #expect(error.isEmpty)
  }
}
