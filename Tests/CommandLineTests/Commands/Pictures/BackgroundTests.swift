import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("A background lies under the picture before the filter")
struct BackgroundTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// A picture with alpha, and the same over white.
  private func write(depth: Int = 8, channels: Int = 4) throws {
    let most = depth == 8 ? 255 : 65535
    let image = Image.random(
      height: 18, width: 20, channels: channels, in: 0...Float(most), seed: 11)
    let flat = stride(from: 0, to: image.samples.count, by: channels).flatMap { pixel in
      (0..<channels - 1).map { c -> Float in
        let alpha = Int(image.samples[pixel + channels - 1])
        let sum = Int(image.samples[pixel + c]) * alpha + most * (most - alpha)
        return Float((sum + most / 2) / most)
      }
    }
    try sandbox.write("alpha.png", image, depth: depth)
    try sandbox.write(
      "flat.png",
      Image(shape: ImageShape(height: 18, width: 20, channels: channels - 1), samples: flat),
      depth: depth)
  }

  static let calls: [[String]] = [
    ["filter", "--canny", "50,100"], ["filter", "--sobel"], ["filter", "--laplacian"],
    ["filter", "--median", "3"], ["filter", "--bilateral", "1,30"], ["filter", "--gaussian", "1"],
    ["filter", "--laplacian", "--then", "median 3"], ["filter", "--kirsch", "--gray"],
    ["filter", "--gaussian", "1", "--linear"], ["filter", "--sobel-x", "--view", "stretch"],
    ["filter", "--laplacian", "--view", "diverging"],
    ["filter", "--laplacian", "--border", "wrap"],
    ["filter", "--identity"], ["pool", "--min"], ["pool", "--max"], ["pool", "--average"],
    ["pool", "--median", "--size", "3"], ["pool", "--l2", "--global"],
  ]

  @Test("the result is that of the flattened picture", arguments: calls)
  func flattened(call: [String]) throws {
    try write()
    let white = ["--background", "white"]
    try sandbox.succeed(call + ["alpha.png", "-o", "a.png"] + white)
    try sandbox.succeed(call + ["flat.png", "-o", "f.png"])
    #expect(try sandbox.picture("a.png").samples == sandbox.picture("f.png").samples)
    #expect(try sandbox.run(call + ["alpha.png", "-o", "a.jpg"]).code == 0)
    try sandbox.succeed(call + ["flat.png", "-o", "f.jpg"])
    #expect(try sandbox.picture("a.jpg").samples == sandbox.picture("f.jpg").samples)
  }

  @Test("so it is with 16 bits, gray, and as a raw response", arguments: [2, 4])
  func deep(channels: Int) throws {
    try write(depth: 16, channels: channels)
    for call in [["filter", "--sobel"], ["pool", "--min"]] {
      for name in ["png", "npy"] {
        try sandbox.succeed(
          call + ["alpha.png", "--background", "white", "-o", "a.\(name)", "--force"])
        try sandbox.succeed(call + ["flat.png", "-o", "f.\(name)", "--force"])
        #expect(try sandbox.picture("a.\(name)").samples == sandbox.picture("f.\(name)").samples)
      }
    }
  }

  @Test("without one a note says that the edges are in alpha")
  func note() throws {
    // A black square that can be seen on nothing, black as well.
    let pixels = (0..<400).flatMap { index -> [Float] in
      [0, 0, 0, (5..<15).contains(index / 20) && (5..<15).contains(index % 20) ? 255 : 0]
    }
    let square = Image(shape: ImageShape(height: 20, width: 20, channels: 4), samples: pixels)
    try sandbox.write("square.png", square)
    for call in [
      ["filter", "--canny", "50,100"], ["filter", "--sobel"], ["filter", "--median", "3"],
      ["pool", "--min"],
    ] {
      let alone = try sandbox.run(call + ["square.png", "-o", "s.png", "--force"])
      #expect(alone.code == 0 && alone.errors.contains("note: its color is the same everywhere"))
      let under = try sandbox.run(
        call + ["square.png", "--background", "white", "-o", "s.png", "--force"])
      #expect(under.errors == "", "\(call)")
      #expect(Set(try sandbox.picture("s.png").samples).count > 1)
    }
  }
}
