import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("kernels")
struct KernelsCommandTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The numbers of a printed kernel, without its first line.
  private func numbers(_ text: String) -> [[Double]] {
    text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
  }

  @Test("the list names every filter of the contract, one a line")
  func list() throws {
    let text = try sandbox.succeed(["kernels"]).text
    let names = text.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    for name in FilterNames.all { #expect(names.contains(Substring(name)), "\(name)") }
    #expect(Set(names).count == names.count)
  }

  @Test("one is printed as written: the derivative to the right is [1 0 −1]")
  func one() throws {
    #expect(
      numbers(try sandbox.succeed(["kernels", "sobel-x"]).text)
        == [[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    #expect(
      numbers(try sandbox.succeed(["kernels", "laplacian"]).text)
        == [[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    let first = try sandbox.succeed(["kernels", "laplacian"]).text.split(separator: "\n").first
    #expect(first?.contains("sum 0") == true && first?.contains("rank 2") == true)
  }

  @Test("parameters follow the name, separated by spaces or commas")
  func parameters() throws {
    let rows = numbers(try sandbox.succeed(["kernels", "gaussian", "1.5"]).text)
    #expect(rows.count % 2 == 1 && rows.allSatisfy { $0.count == rows.count })
    #expect(abs(rows.flatMap { $0 }.reduce(0, +) - 1) < 1e-4)
    let middle = rows[rows.count / 2]
    let ratio = middle[rows.count / 2 + 1] / middle[rows.count / 2]
    // A Gaussian of σ = 1.5, one pixel from its middle.
    let expected = exp(-1 / (2 * 2.25))
    #expect(abs(ratio - expected) < 1e-4)
    let spaced = try sandbox.succeed(["kernels", "motion", "7", "30"]).text
    #expect(try sandbox.succeed(["kernels", "motion", "7,30"]).text == spaced)
    let downward = try sandbox.succeed(["kernels", "motion", "7", "-30"]).text
    #expect(try sandbox.succeed(["kernels", "motion", "7,-30"]).text == downward)
    #expect(downward != spaced)
    let box = numbers(try sandbox.succeed(["kernels", "box", "2"]).text)
    #expect(box == [[0.25, 0.25], [0.25, 0.25]])
  }

  @Test("what it prints is what --kernel reads")
  func roundTrip() throws {
    try sandbox.write("x.png", Image.random(height: 9, width: 8))
    for name in ["sobel-y", "emboss", "laplacian8", "roberts-x", "sharpen"] {
      let text = try sandbox.succeed(["kernels", name]).text
      let kernel = text.split(separator: "\n").dropFirst().joined(separator: "\n")
      let named = try sandbox.response(["filter", "--\(name)", "x.png"])
      let typed = try sandbox.response(["filter", "--kernel", kernel, "x.png"])
      #expect(named.values == typed.values, "\(name)")
    }
  }

  /// The colors of a row of a drawing that are at least 40 pixels wide, without white.
  private func bars(_ picture: Picture, row: Int) -> [[Double]] {
    let width = picture.info.shape.width
    let colors = (0..<width).map { x in
      Array(picture.samples[(row * width + x) * 3..<(row * width + x) * 3 + 3])
    }
    var bars: [(color: [Double], width: Int)] = []
    for color in colors {
      if bars.last?.color == color {
        bars[bars.count - 1].width += 1
      } else {
        bars.append((color, 1))
      }
    }
    return bars.filter { $0.width >= 40 && $0.color != [255, 255, 255] }.map(\.color)
  }

  @Test("--draw draws cells blue below zero and red above, and the kernel turned by 180°")
  func draw() throws {
    let result = try sandbox.succeed(["kernels", "sobel-x", "--draw", "--zoom", "60"])
    #expect(result.output.isEmpty)
    #expect(sandbox.files == ["sobel-x.kernel.png"])
    let picture = try sandbox.picture("sobel-x.kernel.png")
    #expect(picture.info.shape.channels == 3)
    // The upper edge of the last row of cells, where no number is: the scale below takes 80 pixels.
    let bars = bars(picture, row: picture.info.shape.height - 134)
    #expect(bars.count == 4)
    for (bar, isRed) in zip(bars, [true, false, false, true]) {
      #expect(isRed ? bar[0] > bar[2] + 50 : bar[2] > bar[0] + 50)
    }
    // The middle row weighs twice as much: its colors are the strongest of the scale.
    let middle = self.bars(picture, row: picture.info.shape.height - 194)
    #expect(middle.count == 4 && zip(middle, bars).allSatisfy { $0[1] < $1[1] })
  }

  @Test("kernels of any size are drawn in reasonable pictures, small ones with numbers")
  func drawnSizes() throws {
    for call in ["gaussian 1.5", "kirsch", "sobel", "gabor 2 6 45", "box 300", "roberts-x"] {
      let name = String(call.prefix { $0 != " " })
      try sandbox.succeed(["kernels"] + call.split(separator: " ").map(String.init) + ["--draw"])
      let shape = try sandbox.picture("\(name).kernel.png").info.shape
      #expect((150...2000).contains(shape.height) && (150...2000).contains(shape.width), "\(call)")
    }
    try sandbox.fail(64, ["kernels", "sobel-x", "--zoom", "60"], saying: ["--draw"])
    try sandbox.fail(64, ["kernels", "sobel-x", "--draw", "--zoom", "0"], saying: ["--zoom"])
    try sandbox.fail(
      75, ["kernels", "box", "300", "--draw", "--zoom", "400", "-o", "b.png"],
      saying: ["million pixels"])
  }

  @Test("--json lists and prints as data")
  func json() throws {
    let list = try JSONSerialization.jsonObject(
      with: try sandbox.succeed(["kernels", "--json"]).output)
    let names = (list as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
    #expect(Set(names).isSuperset(of: FilterNames.all))
    let one = try JSONSerialization.jsonObject(
      with: try sandbox.succeed(["kernels", "laplacian", "--json"]).output)
    let kernels = (one as? [String: Any])?["kernels"] as? [[String: Any]]
    #expect(kernels?.first?["coefficients"] as? [Double] == [0, 1, 0, 1, -4, 1, 0, 1, 0])
  }
}
