import ImageCodecs
import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("animate: files")
struct AnimateFilesTests {
  private let sandbox: CommandSandbox
  /// A small picture, so that the frames are few and small.
  private let call = ["animate", "--sobel-x", "--border", "valid", "--size", "640", "a.png"]

  init() throws {
    sandbox = try CommandSandbox()
    let samples = (0..<20).map { Float($0 * 37 % 256) }
    try sandbox.write(
      "a.png", Image(shape: ImageShape(height: 4, width: 5, channels: 1), samples: samples))
  }

  /// The frames as PNG files of all colors, and the frames as JSON.
  private func expected() throws -> (pictures: [[Double]], animation: AnimationFrames) {
    let result = try sandbox.succeed(call + ["--json", "-o", "frames/"])
    let animation = try AnimationFrames(result.output)
    let pictures = try animation.frames.indices.map { index in
      let name = String(repeating: "0", count: 4 - "\(index)".count) + "\(index)"
      return try sandbox.picture("frames/frame-\(name).png").samples
    }
    return (pictures, animation)
  }

  private func expectSame(_ pictures: [[UInt8]], _ expected: [[Double]]) {
    #expect(pictures.count == expected.count)
    for (index, (picture, wanted)) in zip(pictures, expected).enumerated() {
      // Colors are rounded to 32 levels; rare ones, at the edges of letters, become the nearest.
      let far = zip(picture, wanted).count { abs(Double($0) - $1) > 5 }
      #expect(far * 100 <= picture.count, "frame \(index)")
      let largest = zip(picture, wanted).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
      #expect(largest <= 90, "frame \(index)")
    }
  }

  @Test("a GIF holds every frame, repeats without end, and rests as long as JSON says")
  func gif() throws {
    try sandbox.succeed(call + ["-o", "a.gif"])
    let gif = try #require(GIFReading(try sandbox.data("a.gif")))
    let (pictures, animation) = try expected()
    #expect([gif.height, gif.width] == animation.picture)
    #expect(gif.rounds == 0)
    #expect(gif.hundredths == animation.frames.map { Int(($0.seconds * 100).rounded()) })
    expectSame(gif.pictures, pictures)
  }

  @Test("an APNG holds the same frames; its first one is a PNG that every reader shows")
  func apng() throws {
    try sandbox.succeed(call + ["-o", "a.png.png"])
    let png = try #require(APNGReading(try sandbox.data("a.png.png")))
    let (pictures, animation) = try expected()
    #expect([png.height, png.width] == animation.picture)
    #expect(png.rounds == 0 && png.frameCount == animation.frames.count)
    #expect(png.hundredths == animation.frames.map { Int(($0.seconds * 100).rounded()) })
    expectSame(png.pictures, pictures)
    let first = try sandbox.picture("a.png.png")
    #expect(first.info.shape.height == png.height)
  }

  @Test("a page holds the frames as pictures, asks nothing of the net, and says each computation")
  func page() throws {
    try sandbox.succeed(call + ["-o", "a.html"])
    let text = String(decoding: try sandbox.data("a.html"), as: UTF8.self)
    #expect(text.contains("Content-Security-Policy") && text.contains("default-src 'none'"))
    #expect(!text.contains("http://") && !text.contains("https://"))
    #expect(!text.contains("{{") && text.contains("prefers-reduced-motion"))
    let start = try #require(text.range(of: "id=\"frames\">"))
    let end = try #require(text[start.upperBound...].range(of: "</script>"))
    struct Frame: Decodable {
      let x, y, ms: Int
      let motion: Bool
      let text, src: String
    }
    let frames = try JSONDecoder().decode(
      [Frame].self, from: Data(text[start.upperBound..<end.lowerBound].utf8))
    let (pictures, animation) = try expected()
    var picture = [UInt8](repeating: 0, count: animation.picture[0] * animation.picture[1] * 3)
    var composed: [[UInt8]] = []
    for frame in frames {
      let data = try #require(
        Data(base64Encoded: String(frame.src.dropFirst("data:image/png;base64,".count))))
      let patch = try Picture(data)
      let width = patch.info.shape.width
      for offset in 0..<width * patch.info.shape.height where patch.samples[4 * offset + 3] > 0 {
        let pixel =
          ((frame.y + offset / width) * animation.picture[1] + frame.x + offset % width) * 3
        for c in 0..<3 { picture[pixel + c] = UInt8(patch.samples[4 * offset + c]) }
      }
      composed.append(picture)
    }
    expectSame(composed, pictures)
    #expect(frames.map(\.ms) == animation.frames.map { Int(($0.seconds * 1000).rounded()) })
    #expect(frames.count(where: \.motion) == 8)
    #expect(frames.last?.text.hasPrefix("y[1,2] = ") == true)
  }

  @Test("a folder of frames comes with the line for LaTeX")
  func latex() throws {
    let result = try sandbox.succeed(call + ["-o", "frames/"])
    let count = sandbox.files.count { $0.hasPrefix("frames/frame-") }
    #expect(count > 10)
    let last = String(repeating: "0", count: 4 - "\(count - 1)".count) + "\(count - 1)"
    #expect(
      result.text
        == "\\animategraphics[loop,controls,width=\\linewidth]{4}{frames/frame-}{0000}{\(last)}\n")
  }

  @Test("stops are built up in three steps each, and --still draws them in one picture")
  func stops() throws {
    let stops = ["--stops", "1,2", "--stops", "0,1"]
    let result = try sandbox.succeed(call + stops + ["--json"])
    let windows = try AnimationFrames(result.output).frames.filter { $0.kind == "window" }
    #expect(windows.map { $0.position ?? [] } == [0, 0, 0, 1, 1, 1].map { [$0, $0 + 1] })
    #expect(
      windows.compactMap(\.stage)
        == ["values", "products", "result", "values", "products", "result"])
    try sandbox.succeed(call + stops + ["--still", "-o", "still.png"])
    let still = try sandbox.picture("still.png").info.shape
    #expect(still.width == 640 && still.channels == 3)
  }

  @Test("without -o the GIF has a derived name, with --json alone no file is written")
  func names() throws {
    try sandbox.succeed(call)
    #expect(sandbox.files.contains("a.sobel-x.gif"))
    let before = sandbox.files
    try sandbox.succeed(call + ["--json"])
    #expect(sandbox.files == before)
  }

  @Test("a PNG of the gray palette has no color")
  func gray() throws {
    try sandbox.succeed(call + ["--palette", "gray", "--still", "-o", "g.png"])
    let picture = try sandbox.picture("g.png")
    let (red, blue) = (picture.channel(0), picture.channel(2))
    // Letters and frames are a bluish gray.
    #expect(zip(red, blue).allSatisfy { abs($0 - $1) < 30 })
  }
}
