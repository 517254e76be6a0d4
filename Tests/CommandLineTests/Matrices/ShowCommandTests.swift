import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("show")
struct ShowCommandTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The color most frequent in a part of a drawing.
  private func color(
    _ picture: Picture, rows: Range<Int>, columns: Range<Int>
  ) -> [Double] {
    var counts: [[Double]: Int] = [:]
    for y in rows {
      for x in columns {
        let at = (y * picture.info.shape.width + x) * 3
        counts[Array(picture.samples[at..<at + 3]), default: 0] += 1
      }
    }
    return counts.max { $0.value < $1.value }?.key ?? []
  }

  /// The sides of a drawing.
  private func widths(_ picture: Picture) -> (height: Int, width: Int) {
    (picture.info.shape.height, picture.info.shape.width)
  }

  @Test("a matrix has cells of the side that --zoom says")
  func matrix() throws {
    try sandbox.succeed(["show", "-4 0; 0 4", "-o", "a.png", "--zoom", "60"])
    try sandbox.succeed([
      "show", "-4 0 0 0 0 0 0 0; 0 4 0 0 0 0 0 0", "-o", "b.png", "--zoom", "60",
    ])
    let (a, b) = (try sandbox.picture("a.png"), try sandbox.picture("b.png"))
    #expect(b.info.shape.height == a.info.shape.height)
    #expect(b.info.shape.width > a.info.shape.width)
    // The margin is 32 pixels; the rows of cells lie above the scale.
    let left = color(b, rows: 100..<130, columns: 36..<90)
    #expect(left[2] > left[0] + 50)
  }

  @Test("a picture is gray, colors are three matrices, a piece carries its place")
  func pictures() throws {
    try sandbox.write("g.png", Image.random(height: 20, width: 30))
    try sandbox.write("c.png", Image.random(height: 20, width: 30, channels: 3))
    try sandbox.succeed(["show", "g.png", "--crop", "3,4,5x6", "--zoom", "50"])
    try sandbox.succeed(["show", "c.png", "--crop", "3,4,5x6", "--zoom", "50"])
    #expect(sandbox.files.contains("g.show.png") && sandbox.files.contains("c.show.png"))
    let (gray, color) = (
      widths(try sandbox.picture("g.show.png")), widths(try sandbox.picture("c.show.png"))
    )
    #expect(color.width - gray.width >= 2 * 6 * 50)
    let again = try sandbox.succeed(
      ["show", "-", "--crop", "3,4,5x6", "--zoom", "50", "-o", "-"], input: sandbox.data("g.png"))
    #expect(widths(try Picture(again.output)) == gray)
  }

  @Test("a piece outside of the picture is a wrong call, too many numbers are over a limit")
  func limits() throws {
    try sandbox.write("g.png", Image.random(height: 20, width: 80))
    try sandbox.fail(75, ["show", "g.png", "-o", "x.png"], saying: ["20×80", "--crop"])
    try sandbox.fail(75, ["show", "g.png", "--crop", "0,0,5x65"], saying: ["5×65", "64×64"])
    for crop in ["15,0,6x4", "0,77,4x4", "20,0,1x1", "0,80,1"] {
      try sandbox.fail(64, ["show", "g.png", "--crop", crop], saying: ["outside", "20×80"])
    }
    for crop in ["1,2", "a,b,3x3", "-1,0,3x3", "1,2,0x3", "1,2,3x3,4", ""] {
      try sandbox.fail(64, ["show", "g.png", "--crop", crop], saying: ["--crop"])
    }
    try sandbox.succeed(["show", "g.png", "--crop", "0,0,20x64", "-o", "y.png"])
    try sandbox.fail(
      64, ["show", "1.234 2; 3 4", "--zoom", "8", "-o", "x.png"], saying: ["--zoom 8", "at least"])
    try sandbox.fail(
      75, ["show", "y.png", "--crop", "0,0,64x64", "--zoom", "400", "-o", "x.png"],
      saying: ["million pixels", "--zoom"])
  }

  @Test("files are complete or absent, and never replaced unasked")
  func files() throws {
    try sandbox.write("a.png", Image.random(height: 3, width: 3))
    try sandbox.fail(73, ["show", "1 2; 3 4", "-o", "a.png"], saying: ["--force"])
    try sandbox.fail(73, ["show", "a.png", "-o", "a.png", "--force"], saying: ["input"])
    try sandbox.fail(64, ["show", "1 2; 3 4", "-o", "a.jpg"], saying: ["PNG"])
    try sandbox.fail(73, ["show", "1 2; 3 4", "-o", "no/a.png"])
    try sandbox.fail(66, ["show", "nothing.png"], saying: ["no such file"])
    try sandbox.fail(64, ["show", "1 2; 3", "-o", "x.png"], saying: ["ragged"])
    try sandbox.fail(64, ["show"])
    try sandbox.writeArray("d.npy", Image.random(height: 3, width: 3, channels: 5))
    try sandbox.fail(65, ["show", "d.npy"], saying: ["5 channels"])
  }

  @Test("arrays are colored by sign, or gray with --range")
  func arrays() throws {
    try sandbox.writeArray("a.npy", Image.random(height: 3, width: 3))
    let plain = try sandbox.succeed(["show", "a.npy", "-o", "-"]).output
    let gray = try sandbox.succeed(["show", "a.npy", "--range", "0:255", "-o", "-"]).output
    let isGray = { (picture: Picture) in
      (0..<picture.samples.count / 3).allSatisfy {
        abs(picture.samples[$0 * 3] - picture.samples[$0 * 3 + 2]) < 30
      }
    }
    #expect(!isGray(try Picture(plain)))
    #expect(isGray(try Picture(gray)))
  }
}
