import Foundation
import TestSupport
import Testing

@Suite("summary of layers that are not trained")
struct SummaryLayersTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func summary(_ layers: String, _ rest: String...) throws -> String {
    try sandbox.succeed(["summary", "--layers", layers, "--input", "32x32x3"] + rest).text
  }

  @Test("the table has shapes, parameters, multiply-adds and receptive fields")
  func table() throws {
    let text = try summary(
      "conv 16 3x3 stride 2 padding 1; batchnorm; pool 2; dense 10")
    let rows = text.split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(
      rows[2] == "conv2d (Conv2D) (None, 16, 16, 16) 448 110,592 3×3 2 -1")
    #expect(rows[3].hasSuffix("(None, 16, 16, 16) 64 0 3×3 2 -1"))
    #expect(rows[4] == "max_pooling2d (MaxPooling2D) (None, 8, 8, 16) 0 0 5×5 4 -1")
    #expect(rows[5] == "flatten (Flatten) (None, 1024) 0 0 whole")
    #expect(rows.contains("Total params: 10,762") && rows.contains("Non-trainable params: 32"))
    #expect(rows.contains("Total multiply-adds: 120,832"))
  }

  @Test("a block says what it adds; JSON has the same")
  func blocks() throws {
    let layers = "residual { conv 8 3x3 stride 2 padding same }; global-average; dense 4"
    let text = try summary(layers)
    #expect(text.contains("Connected to") && text.contains("conv2d_1, conv2d_2"))
    let json = try sandbox.succeed(
      ["summary", "--layers", layers, "--input", "32x32x3", "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let rows = try #require(object["layers"] as? [[String: Any]])
    #expect(rows[2]["inputs"] as? [String] == ["conv2d_1", "conv2d_2"])
    #expect(rows[2]["output_shape"] as? [Int] == [16, 16, 8])
    let field = try #require(rows[2]["receptive_field"] as? [String: [Int]])
    #expect(field == ["size": [3, 3], "stride": [2, 2], "offset": [-1, -1]])
    #expect(rows[3]["receptive_field"] == nil)
  }

  @Test("layers come from a file as well, classes from --classes")
  func file() throws {
    try sandbox.write("net.txt", "conv 4 3x3 relu # edges\npool 2\n\ndense\n")
    let text = try sandbox.succeed(
      ["summary", "--layers", "net.txt", "--input", "9x9", "--classes", "7"]).text
    #expect(text.contains("(None, 7)") && text.contains("(None, 7, 7, 4)"))
    let open = try sandbox.run(["summary", "--layers", "net.txt", "--input", "9x9"])
    #expect(open.code == 0 && open.text.contains("(None, 10)"))
    #expect(open.errors.contains("--classes N"))
  }

  @Test("a model's table has the same columns with --input")
  func model() throws {
    let text = try sandbox.succeed(["summary", "--network", "cnn", "--input", "28x28"]).text
    #expect(text.contains("24×24") == false && text.contains("3×3") && text.contains("whole"))
    let large = try sandbox.run(["summary", "--network", "cnn", "--input", "40x40"])
    #expect(
      large.code == 0 && large.errors.contains("flatten") && large.errors.contains("left out"))
  }

  @Test("wrong calls are one line")
  func wrong() throws {
    func fail(_ layers: String, _ words: String...) throws {
      try sandbox.fail(
        64, ["summary", "--layers", layers, "--input", "32x32x3"], saying: ["--layers"] + words)
    }
    try fail("conv 8 3x3; pool 5; conv 8 3; pool 8; dense", "layer 4, pool 8", "32−3+1=30, 30/5=6")
    try fail("conv 8 3x3; foo 2", "layer 2, foo 2: 'foo' is no layer")
    try fail("", "no layers")
    try fail(String(repeating: "residual {", count: 10_000), "16 blocks")
    try fail("dense 9999999999999999999", "no whole number")
    try sandbox.fail(64, ["summary", "--layers", "dense"], saying: ["--input 32x32x3"])
    try sandbox.fail(
      64, ["summary", "--layers", "dense", "--input", "1x1", "--network", "cnn"],
      saying: ["--layers"])
    try sandbox.fail(64, ["summary", "--classes", "3"], saying: ["--layers"])
    try sandbox.fail(
      66, ["summary", "--layers", "no/net.txt", "--input", "9x9"], saying: ["no/net.txt"])
    try sandbox.write("net.txt", "conv 4 30x30; dense")
    try sandbox.fail(
      65, ["summary", "--layers", "net.txt", "--input", "9x9"], saying: ["net.txt: layer 1"])
    try sandbox.write("bytes.txt", Data([0xff, 0xfe, 0x00]))
    try sandbox.fail(
      65, ["summary", "--layers", "bytes.txt", "--input", "9x9"], saying: ["not a text"])
  }
}
