import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Kernels as other programs write them")
struct KernelFormTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 9, width: 8, seed: 3)
  private let kernel = Kernel(rows: [[1, -2, 0.5], [0, 0.25, -1]])

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
  }

  private var expected: [Double] { Naive.filtered(image, kernel, border: .replicate) }

  private func response(
    _ kernel: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Double] {
    try sandbox.response(["filter", "--kernel", kernel, "x.png"], sourceLocation: sourceLocation)
      .values
  }

  @Test(
    "in text of several lines semicolons, commas, tabs and blanks part columns",
    arguments: [
      "1;-2;0.5\n0;0.25;-1\n", "1;-2;0.5;\r\n0;0.25;-1;\r\n", "1; -2 ;0.5\r0; .25; -1",
      "1,-2,0.5,\n0,0.25,-1,", "1\t-2\t0.5\n0\t0.25\t-1\n", "1 -2\t 0.5 \n\n# rows\n0 1/4 -1\n",
      "\"1\";\"-2\";\"0.5\"\n\"0\";\"0.25\";\"-1\"\n", "1 -2 0.5; 0 0.25 -1\n",
      "1,\u{2212}2,0.5\n0,0.25,\u{2212}1\n", "[[1, -2, 0.5],\n [0, 0.25, -1]]\n",
    ])
  func lines(text: String) throws {
    // Neither the name nor a byte order mark makes a difference.
    for (name, mark) in [("k.csv", ""), ("k.dat", "\u{FEFF}"), ("kernel", "\u{FEFF}")] {
      try sandbox.write(name, mark + text)
      #expect(try response(name) == expected, "\(name)")
    }
    try sandbox.write(
      "utf16.txt", Data([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
    #expect(try response("utf16.txt") == expected)
  }

  @Test(
    "brackets may hold rows, or the whole",
    arguments: [
      "[[1,-2,0.5],[0,0.25,-1]]", "[1 -2 0.5; 0 1/4 -1]", "[[ 1. -2. .5 ] [ 0. 0.25 -1. ]]",
      "{{1, -2, 0.5}, {0, 0.25, -1},}", "[1,-2,0.5],[0,0.25,-1]", "[1 -2 0.5\n 0 0.25 -1]",
    ])
  func brackets(text: String) throws {
    #expect(try response(text) == expected)
  }

  @Test("a file is known by its content, and an existing file comes before numbers")
  func content() throws {
    let array = NPYFile(shape: [2, 3], values: kernel.coefficients).data
    for name in ["k.dat", "k.txt", "array", "1 2 3"] {
      try sandbox.write(name, array)
      #expect(try response(name) == expected, "\(name)")
    }
    try sandbox.write("k.npy", "1 -2 0.5\n0 0.25 -1")
    #expect(try response("k.npy") == expected)
    try sandbox.write("3x3: 0,1,0", "1 -2 0.5\n0 0.25 -1")
    #expect(try response("3x3: 0,1,0") == expected)
    let input = try sandbox.succeed(
      ["filter", "--kernel", "-", "x.png", "-o", "-", "--format", "npy"], input: array)
    #expect(NPYFile(float32: input.output)?.values == expected)
    let text = Data("1 -2 0.5\n0 0.25 -1".utf8)
    let device = try sandbox.succeed(
      ["filter", "--kernel", "/dev/stdin", "x.png", "-o", "-", "--format", "npy"], input: text)
    #expect(NPYFile(float32: device.output)?.values == expected)
    try sandbox.fail(64, ["filter", "--kernel", "-", "-"], saying: ["twice"])
  }

  @Test("a bank is known by its content as well, and may come through a pipe")
  func bank() throws {
    let values = kernel.coefficients + kernel.coefficients.map { -$0 }
    let bank = NPYFile(shape: [2, 2, 3], values: values).data
    let call = ["filter", "--bank", "/dev/stdin", "x.png", "-o", "-", "--format", "npy"]
    let maps = try #require(NPYFile(float32: try sandbox.succeed(call, input: bank).output))
    #expect(maps.shape == [9, 8, 2])
    #expect(stride(from: 0, to: maps.values.count, by: 2).map { maps.values[$0] } == expected)
  }

  @Test(
    "decimal commas are refused with a word about points",
    arguments: [
      "0,5;1;0,5\n1;2;1\n0,5;1;0,5\n", "0,5\t1,0\n1,0\t0,5\n", "0,5 1,0 0,5", "0,05;0,1",
      "\"0,5\";\"1\"\n\"1\";\"1\"", "0,5; 1; 0,5",
    ])
  func decimalCommas(text: String) throws {
    try sandbox.write("k.csv", text)
    let message = try sandbox.fail(65, ["filter", "--kernel", "k.csv", "x.png"], saying: ["point"])
    #expect(message.contains("0.5") || message.contains("0.05"))
  }

  @Test("ImageMagick's form is answered with ours")
  func imageMagick() throws {
    for text in [
      "3x3: 0,1,0 1,-4,1 0,1,0", "3x3:0,1,0,1,-4,1,0,1,0", "3: 0,1,0  1,-4,1  0,1,0",
      "3x3+1+1: 0 1 0 1 -4 1 0 1 0", "0,1,0 1,-4,1 0,1,0",
    ] {
      try sandbox.fail(
        64, ["filter", "--kernel", text, "x.png"], saying: ["'0 1 0; 1 -4 1; 0 1 0'"])
    }
    try sandbox.fail(
      64, ["filter", "--kernel", "3x3: 1,2", "x.png"], saying: ["ImageMagick"])
  }

  @Test("what is no kernel is named")
  func refused() throws {
    try sandbox.write("picture.txt", try sandbox.data("x.png"))
    try sandbox.write("empty.csv", "\n")
    try sandbox.write("gap.csv", "1;;2\n3;4;5\n")
    for (name, word) in [
      ("picture.txt", "NPY"), ("empty.csv", "no numbers"), ("gap.csv", "empty cell"),
    ] {
      try sandbox.fail(65, ["filter", "--kernel", name, "x.png"], saying: [name, word])
    }
    for (text, word) in [
      ("[[1,2],[3]]", "ragged"), ("[[1,2]", "bracket"), ("1,2]", "bracket"), ("[[[1]]]", "bracket"),
      ("1e39", "float32"), ("1e200/1e-200", "float32"), ("1,,2", "empty cell"),
    ] {
      try sandbox.fail(64, ["filter", "--kernel", text, "x.png"], saying: [word])
    }
    for name in ["missing.dat", "missing.txt", "folder/missing"] {
      try sandbox.fail(66, ["filter", "--kernel", name, "x.png"], saying: [name])
    }
    let large = NPYFile(shape: [1, 1], values: [1e300])
    try sandbox.write("large.npy", Data(large.bytes(.init(type: "<f8"))))
    try sandbox.fail(65, ["filter", "--kernel", "large.npy", "x.png"], saying: ["float32"])
  }
}
