import ConvCore
import FeatureMaps
import Foundation
import TestSupport
import Testing

@Suite("Canvases")
struct CanvasTests {
  private let red = RGB(200, 0, 0)

  @Test("a rectangle fills its pixels and what reaches over the edge is cut off")
  func rectangle() {
    var picture = Canvas(height: 5, width: 7)
    picture.fill(Frame(top: 1, left: 2, height: 2, width: 3), red)
    #expect(picture.count(red) == 6)
    #expect(picture[1, 2] == red && picture[2, 4] == red)
    #expect(picture[1, 5] == .white && picture[3, 2] == .white)
    picture.fill(Frame(top: -3, left: -3, height: 4, width: 4), red)
    #expect(picture.count(red) == 7)
    picture.fill(Frame(top: 9, left: 9, height: 4, width: 4), red)
    #expect(picture.count(red) == 7)
  }

  @Test("an outline is the border and nothing inside")
  func outline() {
    var picture = Canvas(height: 6, width: 8)
    picture.outline(picture.frame, red)
    #expect(picture.count(red) == 2 * 8 + 2 * 4)
    #expect(picture.count(.white, in: picture.frame.inset(by: 1)) == 4 * 6)
  }

  @Test("a picture put on another one keeps its pixels; the rest is cut off")
  func blit() {
    var small = Canvas(height: 2, width: 3, color: red)
    small[1, 2] = .ink
    var picture = Canvas(height: 4, width: 5)
    picture.blit(small, top: 1, left: 1)
    #expect(picture.count(red) == 5)
    #expect(picture[2, 3] == .ink)
    var corner = Canvas(height: 4, width: 5)
    corner.blit(small, top: -1, left: -2)
    #expect(corner[0, 0] == .ink)
    #expect(corner.count(.white) == 19)
    corner.blit(small, top: 40, left: 0)
    #expect(corner.count(.white) == 19)
  }

  @Test("a line along a row of pixels covers these fully and their neighbors not at all")
  func lineOnPixels() {
    var picture = Canvas(height: 5, width: 9)
    picture.line(from: Point(y: 2.5, x: 2.5), to: Point(y: 2.5, x: 6.5), color: red)
    for x in 2...6 { #expect(picture[2, x] == red) }
    #expect(picture.count(.white) == 5 * 9 - 5)
  }

  @Test("a line between two rows covers half of each")
  func lineBetweenPixels() {
    var picture = Canvas(height: 4, width: 9)
    picture.line(from: Point(y: 2, x: -4), to: Point(y: 2, x: 14), color: RGB(0, 0, 0))
    #expect(picture[1, 4] == RGB(128, 128, 128))
    #expect(picture[2, 4] == RGB(128, 128, 128))
    #expect(picture[0, 4] == .white && picture[3, 4] == .white)
  }

  @Test("joints of a polyline are not darker than the line")
  func joints() {
    let bent = [Point(y: 3.3, x: 1), Point(y: 3.3, x: 6), Point(y: 3.3, x: 12)]
    var (once, twice) = (Canvas(height: 8, width: 14), Canvas(height: 8, width: 14))
    once.polyline([bent[0], bent[2]], thickness: 2, color: red)
    twice.polyline(bent, thickness: 2, color: red)
    #expect(once == twice)
  }

  @Test("one point is a dot, no point nothing, NaN is left out, far points are cut off")
  func strangeLines() {
    var picture = Canvas(height: 9, width: 9)
    picture.polyline([], color: red)
    picture.polyline([Point(y: .nan, x: 3)], color: red)
    #expect(picture.count(.white) == 81)
    picture.dot(at: Point(y: 4.5, x: 4.5), diameter: 5, color: red)
    #expect(picture[4, 4] == red && picture[4, 6] == red && picture[6, 4] == red)
    #expect(picture[4, 7] == .white && picture[7, 7] == .white)
    picture.line(from: Point(y: 1.5, x: -1e300), to: Point(y: 1.5, x: 1e300), color: red)
    #expect(picture.frame == Frame(top: 0, left: 0, height: 9, width: 9))
  }

  @Test("nothing is drawn outside of the clip")
  func clip() {
    var picture = Canvas(height: 9, width: 9)
    let clip = Frame(top: 2, left: 3, height: 4, width: 2)
    picture.dot(at: Point(y: 4, x: 4), diameter: 30, color: red, clip: clip)
    #expect(picture.count(red) == 8)
    #expect(picture.count(red, in: clip) == 8)
  }

  @Test("a PNG holds every pixel, in memory and as a file")
  func png() throws {
    var generator = SplitMix64(seed: 7)
    let samples = (0..<37 * 23 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let original = Canvas(height: 37, width: 23, samples: samples)
    #expect(try picture(fromPNG: original.encodedPNG()) == original)
    let folder = try TemporaryFolder()
    try original.write(to: folder.path("a.png"))
    #expect(folder.files == ["a.png"])
    #expect(
      try Array(Data(contentsOf: folder.url.appendingPathComponent("a.png")))
        == original.encodedPNG())
  }
}
