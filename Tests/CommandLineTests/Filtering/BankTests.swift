import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter --bank by names")
struct BankTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", Image.random(height: 19, width: 23, channels: 3, seed: 4))
  }

  private func bank(_ text: String, _ rest: [String] = []) -> [String] {
    ["filter", "--bank", text, "x.png"] + rest
  }

  private func plane(_ index: Int, of array: NPYFile) -> [Double] {
    let count = array.shape[2]
    return stride(from: index, to: array.values.count, by: count).map { array.values[$0] }
  }

  @Test("each map is the response of the filter alone, on the gray picture")
  func maps() throws {
    let names = ["sobel-x", "sobel", "laplacian", "gaussian 1.5", "median 3", "canny 60,150"]
    let maps = try sandbox.response(bank(names.joined(separator: "; ")))
    #expect(maps.shape == [19, 23, 6])
    for (index, name) in names.enumerated() {
      let words = name.split(separator: " ").map(String.init)
      let call = ["filter", "--\(words[0])"] + words.dropFirst() + ["--gray", "x.png"]
      let alone = try sandbox.response(call)
      #expect(alone.shape == [19, 23] && plane(index, of: maps) == alone.values, "\(name)")
    }
  }

  @Test("borders, strides and chains apply to each filter")
  func options() throws {
    let rest = ["--border", "wrap", "--stride", "2", "--then", "box 3"]
    let maps = try sandbox.response(bank("sobel-y; gaussian 1", rest))
    #expect(maps.shape == [10, 12, 2])
    let alone = try sandbox.response(["filter", "--sobel-y", "--gray", "x.png"] + rest)
    #expect(plane(0, of: maps) == alone.values)
  }

  @Test("the sheet shows each map as the filter alone writes it, at most 1600 pixels wide")
  func sheet() throws {
    try sandbox.succeed(bank("sobel-x; emboss", ["-o", "s.png", "--zoom", "1"]))
    let sheet = try sandbox.picture("s.png")
    #expect(sheet.info.shape.channels == 3)
    try sandbox.succeed(["filter", "--sobel-x", "--gray", "x.png", "-o", "one.png"])
    let tile = try sandbox.picture("one.png")
    let (red, width) = (sheet.channel(0), sheet.info.shape.width)
    let places = (0...sheet.info.shape.height - 19).lazy.flatMap { y in
      (0...width - 23).lazy.map { y * width + $0 }
    }
    #expect(
      places.contains { start in
        (0..<19 * 23).allSatisfy { red[start + $0 / 23 * width + $0 % 23] == tile.samples[$0] }
      })
    for (height, width) in [(28, 28), (40, 1900), (900, 60), (1, 1)] {
      try sandbox.write("y.png", Image.random(height: height, width: width))
      for count in [1, 2, 6, 13] {
        let names = (1...count).map { "gaussian \($0)" }.joined(separator: ";")
        try sandbox.succeed([
          "filter", "--bank", names, "y.png", "-o", "y.jpg", "--force", "--quiet",
        ])
        let shape = try sandbox.picture("y.jpg").info.shape
        #expect(shape.width <= 1600 && shape.height >= 80, "\(height)×\(width) \(count) \(shape)")
      }
    }
  }

  @Test("a text file holds filters, kernels, and names for them")
  func file() throws {
    try sandbox.write(
      "bank.txt",
      """
      # a lesson
      laplacian
      soft: gaussian 1
      mine: 0 1 0; 1 -4 1; 0 1 0

      left:
      1 0 -1
      2 0 -2
      1 0 -1

      1 1; 1 1
      """)
    let maps = try sandbox.response(bank("bank.txt"))
    #expect(maps.shape == [19, 23, 5])
    #expect(plane(0, of: maps) == plane(2, of: maps))
    let alone = try sandbox.response(["filter", "--sobel-x", "--gray", "x.png"])
    #expect(plane(3, of: maps) == alone.values)
    let box = try sandbox.response(["filter", "--kernel", "1 1; 1 1", "--gray", "x.png"])
    #expect(plane(4, of: maps) == box.values)
    let piped = try sandbox.run(
      bank("-", ["-o", "-", "--format", "npy"]), input: try sandbox.data("bank.txt"))
    #expect(NPYFile(float32: piped.output)?.values == maps.values)
  }

  @Test(
    "a wrong bank is one line",
    arguments: [
      ("sobel-x; sobelx", ["sobelx", "convtool kernels"]), ("laplacian; laplacian", ["twice"]),
      ("gaussian", ["gaussian", "S"]), ("gaussian 1;; box 3", ["empty"]),
      ("0 1 0; 1 -4 1; 0 1 0", ["--kernel"]), ("gaussian -1; box 3", ["gaussian"]),
      ("laplacian 3; box 3", ["laplacian"]), ("; ;", ["empty"]), ("sobel-x; relux", ["relux"]),
    ])
  func wrong(text: String, words: [String]) throws {
    try sandbox.fail(64, bank(text), saying: words)
  }

  @Test("maps of different sizes do not make an array or a sheet")
  func mixedSizes() throws {
    for rest in [["-o", "m.npy"], ["-o", "m.png"]] {
      try sandbox.fail(
        64, bank("laplacian; gaussian 2", ["--border", "valid"] + rest), saying: ["gaussian 2"])
    }
    #expect(
      try sandbox.response(bank("laplacian; sobel-x", ["--border", "valid"])).shape == [17, 21, 2])
  }

  @Test("files without filters are refused, and missing ones named")
  func files() throws {
    try sandbox.write("empty.txt", "# nothing\n")
    try sandbox.write("bad.txt", "1 2; 3\n")
    try sandbox.write("twice.txt", "a: 1\na: 2\n")
    try sandbox.fail(65, bank("empty.txt"), saying: ["empty.txt"])
    try sandbox.fail(65, bank("bad.txt"), saying: ["bad.txt", "ragged"])
    try sandbox.fail(64, bank("twice.txt"), saying: ["twice.txt", "a"])
    try sandbox.fail(66, bank("none.txt"), saying: ["none.txt"])
    try sandbox.fail(64, ["filter", "--laplacian", "--zoom", "2", "x.png"], saying: ["--zoom"])
    try sandbox.fail(64, bank("sobel-x; box 3", ["--depth", "16"]), saying: ["--depth"])
    try sandbox.fail(
      75, bank("sobel-x; box 3", ["--zoom", "100", "--max-memory", "20M"]), saying: ["memory"])
  }
}
