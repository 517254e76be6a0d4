import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("compare: how much two pictures differ")
struct CompareTests {
  private struct Answer: Decodable {
    let equal: Bool
    let largest: Double
    let position: [Int]?
    let mean: Double
    let differing: Int
    let psnr: Double?
  }

  @Test("the largest difference has its place, and the ratio its formula")
  func differences() throws {
    let bench = try CommandSandbox()
    var image = Image.random(height: 9, width: 7, channels: 3, in: 20...200)
    try bench.write("a.png", image)
    #expect(try bench.succeed(["compare", "a.png", "a.png"]).text == "equal\n")
    image.samples[(4 * 7 + 5) * 3 + 1] += 30
    image.samples[0] -= 10
    try bench.write("b.png", image)
    let result = try bench.run(["compare", "a.png", "b.png", "--json", "-o", "d.png"])
    #expect(result.code == 1 && result.errors.isEmpty)
    let answer = try JSONDecoder().decode(Answer.self, from: result.output)
    #expect(!answer.equal && answer.largest == 30 && answer.position == [4, 5, 1])
    #expect(answer.differing == 2 && abs(answer.mean - 40.0 / 189) < 1e-9)
    let ratio = 10 * log10(255 * 255 / (1000.0 / 189))
    #expect(abs((answer.psnr ?? 0) - ratio) < 1e-9)
    let picture = try bench.picture("d.png")
    #expect(picture.samples[4 * 7 + 5] == 255 && picture.samples[0] == 85)
    #expect(try bench.run(["compare", "a.png", "b.png", "--tolerance", "30"]).code == 0)
  }

  @Test("NaN equals NaN alone, and shapes that differ are not equal")
  func arrays() throws {
    let bench = try CommandSandbox()
    let image = Image(rows: [[1, .nan, .infinity]])
    try bench.writeArray("a.npy", image)
    #expect(try bench.run(["compare", "a.npy", "a.npy"]).code == 0)
    try bench.writeArray("b.npy", Image(rows: [[1, 2, .infinity]]))
    let text = try bench.run(["compare", "a.npy", "b.npy"])
    #expect(text.code == 1 && text.text.contains("column 1"))
    try bench.writeArray("c.npy", Image(rows: [[1, 2]]))
    let other = try bench.run(["compare", "a.npy", "c.npy"])
    #expect(other.code == 1 && other.text.contains("1×3") && other.text.contains("1×2"))
    let json = try bench.run(["compare", "a.npy", "c.npy", "--json"])
    #expect(json.code == 1 && json.text.contains(#""equal":false"#))
    try bench.fail(66, ["compare", "a.npy", "none.npy"], saying: ["none.npy"])
    try bench.fail(64, ["compare", "-", "-"], saying: ["standard input"])
    try bench.fail(73, ["compare", "a.npy", "b.npy", "-o", "c.npy"], saying: ["--force"])
  }
}
