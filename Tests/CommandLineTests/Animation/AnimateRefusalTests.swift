import ImageCodecs
import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("animate: what it refuses")
struct AnimateRefusalTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    let shape = ImageShape(height: 40, width: 1100, channels: 1)
    try sandbox.write(
      "a.png", Image(shape: shape, samples: (0..<shape.count).map { Float($0 % 251) }))
  }

  @Test("too many windows are over a limit, and the option that raises it is named")
  func tooMany() throws {
    try sandbox.fail(
      75, ["animate", "--laplacian", "--crop", "0,0,40x1000", "a.png", "-o", "a.gif"],
      saying: ["40000", "1024", "--max-windows", "--crop"])
    try sandbox.fail(
      75,
      [
        "animate", "--laplacian", "--crop", "0,0,2x1000", "--max-windows", "4096", "a.png", "-o",
        "a.gif",
      ], saying: ["--size"])
  }

  @Test(
    "wrong use is 64, in one line",
    arguments: [
      ["--laplacian", "--crop", "30,0,20x20"], ["--laplacian", "--crop", "1,2"],
      ["--laplacian", "--crop", "0,0,2x2", "--border", "valid"],
      ["--laplacian", "--stops", "50,1"],
      ["--laplacian", "--stops", "9,9", "--crop", "0,0,4x4"], ["--laplacian", "--fps", "0"],
      ["--laplacian", "--size", "99"], ["--laplacian", "--palette", "pink"],
      ["--median", "3"], ["--pool", "sum"], ["--pool", "max", "--laplacian"],
      ["--pool", "max", "--correlate"], ["--laplacian", "--padding", "1"], [],
      ["--transposed", "--sobel"], ["--transposed", "--laplacian", "--border", "wrap"],
      ["--laplacian", "-o", "a.bmp"], ["--laplacian", "--still", "-o", "a.gif"],
      ["--laplacian", "--channel", "3"], ["--laplacian", "--json", "-o", "-"],
    ])
  func wrongUse(arguments: [String]) throws {
    try sandbox.fail(64, ["animate"] + arguments + ["a.png"])
  }

  @Test("an output that cannot be made is 73, and nothing is left")
  func unwritable() throws {
    let call = ["animate", "--laplacian", "--size", "640", "--crop", "0,0,2x2", "a.png", "-o"]
    for path in ["missing/a.gif", "missing/a.html", "a.png/", "a.png"] {
      try sandbox.fail(73, call + [path])
    }
    try sandbox.write("there.gif", "old")
    try sandbox.fail(73, call + ["there.gif"], saying: ["--force"])
    try sandbox.succeed(call + ["there.gif", "--force"])
    #expect(GIFReading(try sandbox.data("there.gif")) != nil)
  }

  @Test("broken and missing pictures have their own codes")
  func broken() throws {
    try sandbox.write("broken.png", "no picture")
    try sandbox.fail(65, ["animate", "--laplacian", "broken.png"])
    try sandbox.fail(66, ["animate", "--laplacian", "missing.png"])
  }
}
