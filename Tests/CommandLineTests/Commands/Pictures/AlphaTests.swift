import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter: alpha is not a color")
struct AlphaTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func rgba(_ height: Int, _ width: Int, _ pixel: (Int, Int) -> [Float]) -> Image {
    var samples: [Float] = []
    for y in 0..<height { for x in 0..<width { samples += pixel(y, x) } }
    return Image(
      shape: ImageShape(height: height, width: width, channels: 4), samples: samples)
  }

  @Test("edge filters leave alpha as it was")
  func edgesKeepAlpha() throws {
    for channels in [2, 4] {
      for depth in [8, 16] {
        let image = Image.random(
          height: 10, width: 9, channels: channels, in: 0...(depth == 8 ? 255 : 65535), seed: 3)
        try sandbox.write("a.png", image, depth: depth)
        for filter in ["--laplacian", "--sobel", "--kirsch", "--sobel-x"] {
          try sandbox.succeed(["filter", filter, "a.png", "-o", "e.png", "--force"])
          let picture = try sandbox.picture("e.png")
          #expect(picture.info.hasAlpha && picture.info.shape == image.shape)
          let alpha = stride(from: channels - 1, to: image.samples.count, by: channels)
          #expect(picture.channel(channels - 1) == alpha.map { Double(image.samples[$0]) })
        }
      }
    }
  }

  @Test("alpha is that of the pixel under the anchor when the output shrinks")
  func alphaFollowsTheAnchor() throws {
    let image = Image.random(height: 9, width: 10, channels: 4, seed: 5)
    try sandbox.write("a.png", image)
    let cases: [(options: [String], rows: [Int], columns: [Int])] = [
      (["--stride", "2,3"], [0, 2, 4, 6, 8], [0, 3, 6, 9]),
      (["--border", "valid"], Array(1...7), Array(1...8)),
      (["--border", "valid", "--stride", "3"], [1, 4, 7], [1, 4, 7]),
      (["--dilate", "2", "--border", "valid"], Array(2...6), Array(2...7)),
    ]
    for (options, rows, columns) in cases {
      try sandbox.succeed(["filter", "--laplacian", "a.png", "-o", "e.png", "--force"] + options)
      let picture = try sandbox.picture("e.png")
      #expect(picture.info.shape.height == rows.count && picture.info.shape.width == columns.count)
      let alpha = rows.flatMap { y in columns.map { Double(image[y, $0, 3]) } }
      #expect(picture.channel(3) == alpha, "\(options)")
    }
  }

  @Test("an opaque picture is filtered as if it had no alpha")
  func opaqueIsPlain() throws {
    let image = rgba(8, 11) { y, x in [Float(y * 31), Float(x * 20), Float(x * y), 255] }
    let color = Image(
      shape: ImageShape(height: 8, width: 11, channels: 3),
      samples: image.samples.indices.filter { $0 % 4 < 3 }.map { image.samples[$0] })
    try sandbox.write("a.png", image)
    try sandbox.write("c.png", color)
    for filter in [["--laplacian"], ["--gaussian", "1"], ["--median", "3"], ["--sharpen"]] {
      try sandbox.succeed(["filter"] + filter + ["a.png", "-o", "a2.png", "--force"])
      try sandbox.succeed(["filter"] + filter + ["c.png", "-o", "c2.png", "--force"])
      let (with, without) = (try sandbox.picture("a2.png"), try sandbox.picture("c2.png"))
      for channel in 0..<3 {
        #expect(
          largestDifference(with.channel(channel), without.channel(channel)) <= 1, "\(filter)")
      }
      #expect(with.channel(3).allSatisfy { $0 == 255 })
    }
  }

  @Test("colors of transparent pixels do not bleed under smoothing")
  func noFringe() throws {
    // Opaque red beside green that cannot be seen.
    let image = rgba(12, 12) { _, x in x < 6 ? [200, 0, 0, 255] : [0, 250, 0, 0] }
    try sandbox.write("f.png", image)
    for filter in [["--gaussian", "1.5"], ["--box", "5"], ["--binomial", "5"]] {
      try sandbox.succeed(["filter"] + filter + ["f.png", "-o", "s.png", "--force"])
      let picture = try sandbox.picture("s.png")
      let alpha = picture.channel(3)
      #expect(alpha.min() == 0 && alpha.max() == 255)
      #expect(Set(alpha).count > 4)
      for index in alpha.indices where alpha[index] > 0 {
        #expect(picture.channel(0)[index] == 200 && picture.channel(1)[index] == 0, "\(filter)")
      }
    }
  }

  @Test("transparent pixels have no edges, whatever color they hide")
  func hiddenColorsHaveNoEdges() throws {
    let image = rgba(9, 9) { y, x in [Float(y * 28), Float(x * 28), Float(x * y * 3), 0] }
    try sandbox.write("h.png", image)
    try sandbox.succeed(["filter", "--laplacian", "h.png", "-o", "e.png"])
    #expect(try sandbox.picture("e.png").samples.allSatisfy { $0 == 0 })
  }

  @Test("JPEG, which has no alpha, is composed over white, and a note says so")
  func jpegIsComposed() throws {
    try sandbox.write("a.png", rgba(16, 16) { _, _ in [200, 100, 0, 51] })
    let call = ["filter", "--identity", "a.png", "--quality", "100", "-o"]
    let result = try sandbox.run(call + ["a.jpg"])
    #expect(result.code == 0)
    #expect(
      result.errors
        == "convtool: a.png: note: JPEG has no transparency: composed over white, see --background\n"
    )
    try expectFlat("a.jpg", [244, 224, 204])
    #expect(try sandbox.run(call + ["q.jpg", "--quiet"]).errors.isEmpty)
  }

  @Test(
    "--background composes over a color, in PNG as well",
    arguments: [
      ("black", [40, 20, 0]), ("#0a0", [40, 156, 0]), ("#ff8000", [244, 122, 0]),
      ("10,20,30", [48, 36, 24]), ("gray", [142, 122, 102]),
    ])
  func background(name: String, expected: [Double]) throws {
    try sandbox.write("a.png", rgba(16, 16) { _, _ in [200, 100, 0, 51] })
    let call = ["filter", "--identity", "a.png", "--background", name, "-o"]
    try sandbox.succeed(call + ["a.jpg", "--quality", "100"])
    try expectFlat("a.jpg", expected)
    try sandbox.succeed(call + ["b.png"])
    let picture = try sandbox.picture("b.png")
    #expect(picture.info.shape.channels == 3 && !picture.info.hasAlpha)
    #expect(Array(picture.samples[..<3]) == expected)
  }

  @Test("a wrong --background is wrong usage")
  func wrongBackgrounds() throws {
    try sandbox.write("a.png", rgba(4, 4) { _, _ in [200, 100, 0, 51] })
    for name in ["purple", "#12", "#gggggg", "1,2", "1,2,256", ""] {
      try sandbox.fail(
        64, ["filter", "--identity", "a.png", "--background", name], saying: ["--background"])
    }
  }

  @Test("a filter of single pixels keeps the colors under transparent ones", arguments: [8, 16])
  func identityKeepsHiddenColors(depth: Int) throws {
    let image = rgba(9, 9) { y, x in [Float(y * 28), Float(x * 28), 7, Float((x * y) % 3)] }
    try sandbox.write("h.png", image, depth: depth)
    try sandbox.succeed(["filter", "--identity", "h.png"])
    #expect(try sandbox.picture("h.identity.png").samples == image.samples.map(Double.init))
  }

  private func expectFlat(_ name: String, _ expected: [Double]) throws {
    let picture = try sandbox.picture(name)
    #expect(picture.info.shape.channels == 3)
    for c in 0..<3 {
      #expect(picture.channel(c).allSatisfy { abs($0 - expected[c]) <= Tolerance.jpegLevels })
    }
  }

  @Test("pooling shrinks alpha with the colors")
  func poolingShrinksAlpha() throws {
    try sandbox.write("a.png", rgba(4, 6) { _, x in [80, 90, 100, x < 2 ? 255 : 0] })
    try sandbox.succeed(["pool", "--average", "a.png"])
    let picture = try sandbox.picture("a.averagepool.png")
    #expect(picture.info.shape == ImageShape(height: 2, width: 3, channels: 4))
    #expect(picture.channel(3) == [255, 0, 0, 255, 0, 0])
    #expect(picture.channel(0)[0] == 80 && picture.channel(2)[3] == 100)
  }
}
