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
    #expect(abs(ratio - exp(-1 / (2 * 1.5 * 1.5))) < 1e-4)
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

  @Test("--draw makes a picture: blue below zero, white at it, red above")
  func draw() throws {
    let result = try sandbox.succeed(["kernels", "sobel-x", "--draw"])
    #expect(result.output.isEmpty)
    #expect(sandbox.files == ["sobel-x.kernel.png"])
    let picture = try sandbox.picture("sobel-x.kernel.png")
    let shape = picture.info.shape
    #expect(shape.channels == 3)
    let color = { (y: Int, x: Int) -> [Double] in
      let at = ((2 * y + 1) * shape.height / 6 * shape.width + (2 * x + 1) * shape.width / 6) * 3
      return Array(picture.samples[at..<at + 3])
    }
    for y in 0..<3 {
      #expect(color(y, 0)[0] > color(y, 0)[2])
      #expect(color(y, 1) == [255, 255, 255])
      #expect(color(y, 2)[0] < color(y, 2)[2])
    }
    // The middle row weighs twice as much: its colours are the strongest of the scale.
    #expect(color(1, 0)[1] < color(0, 0)[1])
    try sandbox.succeed(["kernels", "gaussian", "1.5", "--draw", "-o", "g.png"])
    #expect(try sandbox.picture("g.png").info.shape.height >= 13)
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
