import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter: alpha is not a colour")
struct AlphaTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

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
        try bench.write("a.png", image, depth: depth)
        for filter in ["--laplacian", "--sobel", "--kirsch", "--sobel-x"] {
          try bench.succeed(["filter", filter, "a.png", "-o", "e.png", "--force"])
          let picture = try bench.picture("e.png")
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
    try bench.write("a.png", image)
    let cases: [(options: [String], rows: [Int], columns: [Int])] = [
      (["--stride", "2,3"], [0, 2, 4, 6, 8], [0, 3, 6, 9]),
      (["--border", "valid"], Array(1...7), Array(1...8)),
      (["--border", "valid", "--stride", "3"], [1, 4, 7], [1, 4, 7]),
      (["--dilate", "2", "--border", "valid"], Array(2...6), Array(2...7)),
    ]
    for (options, rows, columns) in cases {
      try bench.succeed(["filter", "--laplacian", "a.png", "-o", "e.png", "--force"] + options)
      let picture = try bench.picture("e.png")
      #expect(picture.info.shape.height == rows.count && picture.info.shape.width == columns.count)
      let alpha = rows.flatMap { y in columns.map { Double(image[y, $0, 3]) } }
      #expect(picture.channel(3) == alpha, "\(options)")
    }
  }

  @Test("an opaque picture is filtered as if it had no alpha")
  func opaqueIsPlain() throws {
    let image = rgba(8, 11) { y, x in [Float(y * 31), Float(x * 20), Float(x * y), 255] }
    let colour = Image(
      shape: ImageShape(height: 8, width: 11, channels: 3),
      samples: image.samples.indices.filter { $0 % 4 < 3 }.map { image.samples[$0] })
    try bench.write("a.png", image)
    try bench.write("c.png", colour)
    for filter in [["--laplacian"], ["--gaussian", "1"], ["--median", "3"], ["--sharpen"]] {
      try bench.succeed(["filter"] + filter + ["a.png", "-o", "a2.png", "--force"])
      try bench.succeed(["filter"] + filter + ["c.png", "-o", "c2.png", "--force"])
      let (with, without) = (try bench.picture("a2.png"), try bench.picture("c2.png"))
      for channel in 0..<3 {
        #expect(
          largestDifference(with.channel(channel), without.channel(channel)) <= 1, "\(filter)")
      }
      #expect(with.channel(3).allSatisfy { $0 == 255 })
    }
  }

  @Test("colours of transparent pixels do not bleed under smoothing")
  func noFringe() throws {
    // Opaque red beside green that cannot be seen.
    let image = rgba(12, 12) { _, x in x < 6 ? [200, 0, 0, 255] : [0, 250, 0, 0] }
    try bench.write("f.png", image)
    for filter in [["--gaussian", "1.5"], ["--box", "5"], ["--binomial", "5"]] {
      try bench.succeed(["filter"] + filter + ["f.png", "-o", "s.png", "--force"])
      let picture = try bench.picture("s.png")
      let alpha = picture.channel(3)
      #expect(alpha.min() == 0 && alpha.max() == 255)
      #expect(Set(alpha).count > 4)
      for index in alpha.indices where alpha[index] > 0 {
        #expect(picture.channel(0)[index] == 200 && picture.channel(1)[index] == 0, "\(filter)")
      }
    }
  }

  @Test("transparent pixels have no edges, whatever colour they hide")
  func hiddenColoursHaveNoEdges() throws {
    let image = rgba(9, 9) { y, x in [Float(y * 28), Float(x * 28), Float(x * y * 3), 0] }
    try bench.write("h.png", image)
    try bench.succeed(["filter", "--laplacian", "h.png", "-o", "e.png"])
    #expect(try bench.picture("e.png").samples.allSatisfy { $0 == 0 })
  }

  @Test("JPEG, which has no alpha, is not written without saying so")
  func jpegHasNoAlpha() throws {
    try bench.write("a.png", rgba(4, 4) { _, _ in [9, 9, 9, 100] })
    let before = bench.files
    let result = try bench.run(["filter", "--gaussian", "1", "a.png", "-o", "a.jpg"])
    // Either an error that names the reason, or a picture: never a file that cannot be read.
    if result.code == 0 {
      #expect(try bench.picture("a.jpg").info.shape.channels == 3)
    } else {
      #expect([64, 65].contains(result.code))
      #expect(result.errors.hasPrefix("convtool: "))
      #expect(bench.files == before)
    }
  }

  @Test("pooling shrinks alpha with the colours")
  func poolingShrinksAlpha() throws {
    try bench.write("a.png", rgba(4, 6) { _, x in [80, 90, 100, x < 2 ? 255 : 0] })
    try bench.succeed(["pool", "--average", "a.png"])
    let picture = try bench.picture("a.averagepool.png")
    #expect(picture.info.shape == ImageShape(height: 2, width: 3, channels: 4))
    #expect(picture.channel(3) == [255, 0, 0, 255, 0, 0])
    #expect(picture.channel(0)[0] == 80 && picture.channel(2)[3] == 100)
  }
}
