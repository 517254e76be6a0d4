import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Matrices drawn with their numbers")
struct MatrixDrawingTests {
  private static let slide = "1 3 5 3; 4 2 3 1; 3 1 1 3; 0 1 0 4"
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The share of the pixels of a drawing that have a color.
  private func share(_ picture: Picture, _ color: [Double]) -> Double {
    let pixels = picture.samples.count / 3
    let count = (0..<pixels).count { Array(picture.samples[$0 * 3..<$0 * 3 + 3]) == color }
    return Double(count) / Double(pixels)
  }

  @Test("pool -o p.png draws both matrices with a color for each window")
  func pool() throws {
    let result = try sandbox.succeed(["pool", MatrixDrawingTests.slide, "-o", "p.png"])
    #expect(result.output.isEmpty && sandbox.files == ["p.png"])
    let picture = try sandbox.picture("p.png")
    #expect(picture.info.shape.channels == 3)
    #expect(picture.info.shape.height >= 400 && picture.info.shape.width >= 600)
    // Each of the four windows tints four cells of the input and one of the output.
    let tints = Set(
      (0..<picture.samples.count / 3).map { Array(picture.samples[$0 * 3..<$0 * 3 + 3]) }
    )
    .filter { share(picture, $0) > 0.04 && $0 != [255, 255, 255] }
    #expect(tints.count == 4)
    #expect(share(picture, [0, 0, 0]) > 0.01)
  }

  @Test("filter -o p.png draws input, kernel and response: red above zero, blue below")
  func filter() throws {
    try sandbox.succeed(["filter", "--laplacian", MatrixDrawingTests.slide, "-o", "f.png"])
    let picture = try sandbox.picture("f.png")
    #expect(picture.info.shape.width >= 900)
    let reddish = (0..<picture.samples.count / 3).count {
      picture.samples[$0 * 3] > picture.samples[$0 * 3 + 2] + 40
    }
    let bluish = (0..<picture.samples.count / 3).count {
      picture.samples[$0 * 3] < picture.samples[$0 * 3 + 2] - 40
    }
    #expect(reddish > 40_000 && bluish > 20_000)
  }

  @Test("every kind of filter and pooling can be drawn")
  func kinds() throws {
    let calls = [
      ["filter", "--sobel"], ["filter", "--median", "3"], ["filter", "--gaussian", "1"],
      ["filter", "--kernel", "1 2", "--correlate", "--stride", "2"],
      ["filter", "--laplacian", "--then", "box 3", "--scale", "0.1"],
      ["filter", "--laplacian", "--dilate", "2"], ["pool", "--size", "3", "--stride", "1"],
      ["pool", "--size", "2x3", "--padding", "same"], ["pool", "--global", "--l2"],
      ["pool", "--median", "--size", "3", "--ceil", "--padding", "1"],
    ]
    for (index, call) in calls.enumerated() {
      try sandbox.succeed(call + [MatrixDrawingTests.slide, "-o", "\(index).png"])
      #expect(try sandbox.picture("\(index).png").info.shape.width >= 300)
    }
  }

  @Test("--draw draws other inputs as well, up to 64×64, and only as PNG")
  func otherInputs() throws {
    try sandbox.write("m.txt", "1 2\n3 4\n")
    try sandbox.succeed(["pool", "m.txt", "--draw"])
    #expect(try sandbox.picture("m.maxpool.png").info.shape.width >= 200)
    let piped = try sandbox.succeed(["pool", "-", "--draw"], input: Data("1 2\n3 4\n".utf8)).output
    #expect(try Picture(piped).samples == (try sandbox.picture("m.maxpool.png").samples))
    try sandbox.write("x.png", Image.random(height: 65, width: 4))
    try sandbox.fail(75, ["pool", "x.png", "--draw"], saying: ["65×4", "64×64"])
    try sandbox.write("c.png", Image.random(height: 6, width: 4, channels: 3))
    try sandbox.fail(65, ["filter", "--laplacian", "c.png", "--draw"], saying: ["--gray"])
    try sandbox.fail(64, ["pool", "m.txt", "--draw", "-o", "m.npy"], saying: ["picture"])
    try sandbox.succeed(["pool", "1 2; 3 4", "-o", "m.jpg"])
    #expect(try sandbox.picture("m.jpg").info.shape.width >= 200)
  }
}
