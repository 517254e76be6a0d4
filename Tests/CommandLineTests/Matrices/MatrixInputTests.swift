import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Matrices as inputs")
struct MatrixInputTests {
  private static let slide = "1 3 5 3; 4 2 3 1; 3 1 1 3; 0 1 0 4"
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("the slides' matrix prints the slides' answers, and leaves no file")
  func slide() throws {
    #expect(try sandbox.succeed(["pool", MatrixInputTests.slide]).text == "4 5; 3 4\n")
    #expect(
      try sandbox.succeed(["pool", "--average", MatrixInputTests.slide]).text == "2.5 3; 1.25 2\n")
    #expect(
      try sandbox.succeed(["pool", "--global", MatrixInputTests.slide]).text == "5\n")
    #expect(sandbox.files.isEmpty)
  }

  @Test("filter prints the response: the Laplacian by hand")
  func filter() throws {
    // 3 + 4 + 3 + 1 − 4·2 and so on, in the middle of the slides' matrix.
    let valid = ["filter", "--laplacian", "--border", "valid", MatrixInputTests.slide]
    #expect(try sandbox.succeed(valid).text == "3 -3; 3 3\n")
    #expect(try sandbox.succeed(["filter", "--box", "1", "1/2 0.1"]).text == "0.5 0.1\n")
    #expect(
      try sandbox.succeed(["filter", "--sobel-x", "--border", "zero", "0 0 1"]).text == "0 2 0\n")
  }

  @Test("--relu and --then relu keep what is above zero, and NaN")
  func rectified() throws {
    #expect(try sandbox.succeed(["filter", "--relu", "-1 2; 3 -4"]).text == "0 2; 3 0\n")
    let chain = ["filter", "--laplacian", "--then", "relu", "--border", "valid"]
    #expect(try sandbox.succeed(chain + [MatrixInputTests.slide]).text == "3 0; 3 3\n")
    let values: [Double] = [.nan, -1, 2, -.infinity, .infinity]
    try sandbox.write("n.npy", NPYFile(shape: [1, 5], values: values).data)
    let kept = try sandbox.response(["filter", "--relu", "n.npy"]).values
    #expect(kept[0].isNaN && Array(kept[1...]) == [0, 2, 0, .infinity])
  }

  @Test("a matrix may begin with a minus sign, and use commas")
  func forms() throws {
    #expect(try sandbox.succeed(["pool", "-1 -2; -3 -4"]).text == "-1\n")
    #expect(try sandbox.succeed(["pool", "--min", "1,2;3,4"]).text == "1\n")
    #expect(
      try sandbox.succeed(["filter", "--kernel", "-1 0 1", "-1 2 5"]).text == "-3 -6 -3\n")
  }

  @Test("--json prints valid JSON, null for what is no number")
  func json() throws {
    let text = try sandbox.succeed(["pool", MatrixInputTests.slide, "--json"]).output
    let object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    #expect(object["values"] as? [[Double]] == [[4, 5], [3, 4]])
    #expect(object["height"] as? Int == 2 && object["width"] as? Int == 2)
    let sum = try sandbox.succeed(["filter", "--kernel", "3e38 3e38", "3e38 1", "--json"]).output
    let large = try #require(try JSONSerialization.jsonObject(with: sum) as? [String: Any])
    #expect((large["values"] as? [[Any]])?[0].contains { $0 is NSNull } == true)
    let piped = try sandbox.succeed(["pool", "-", "--json"], input: Data("1 2\n3 4\n".utf8)).output
    let small = try #require(try JSONSerialization.jsonObject(with: piped) as? [String: Any])
    #expect(small["values"] as? [[Double]] == [[4]])
    try sandbox.write("x.png", Image.random(height: 4, width: 4))
    try sandbox.fail(64, ["pool", "x.png", "--json"], saying: ["--json"])
    try sandbox.fail(64, ["pool", "-", "--json"], input: sandbox.data("x.png"), saying: ["--json"])
  }

  @Test("files of numbers are told apart by content, whatever their name, and from a pipe")
  func files() throws {
    let text = "1 3 5 3\n4 2 3 1\n3 1 1 3\n0 1 0 4\n"
    let commas = "\u{FEFF}1,3,5,3\r\n4,2,3,1\r\n3,1,1,3\r\n0,1,0,4\r\n"
    for (name, content) in [("m.txt", text), ("m.csv", commas), ("m.png", text)] {
      try sandbox.write(name, content)
      #expect(
        try sandbox.succeed(["pool", name, "-o", "-", "--format", "txt"]).text == "4 5\n3 4\n")
    }
    #expect(try sandbox.succeed(["pool", "-"], input: Data(text.utf8)).text == "4 5\n3 4\n")
    let signed = try sandbox.succeed(["filter", "--laplacian", "-"], input: Data(text.utf8)).text
    #expect(signed.hasPrefix("5 -1 -6 0\n"))
    try sandbox.succeed(["pool", "m.csv", "--format", "same"])
    #expect(String(decoding: try sandbox.data("m.maxpool.csv"), as: UTF8.self) == "4,5\n3,4\n")
  }

  @Test("compare takes matrices as well")
  func compare() throws {
    try sandbox.succeed(["compare", "1 2; 3 4", "1,2;3,4"])
    #expect(try sandbox.run(["compare", "1 2; 3 4", "1 2; 3 5"]).code == 1)
    try sandbox.fail(64, ["compare", "1 2; 3 4", "1 2; 3"], saying: ["ragged"])
  }

  @Test("an existing file of that name wins")
  func fileWins() throws {
    try sandbox.write("1 2; 3 4", "7 8\n9 10\n")
    #expect(
      try sandbox.succeed(["pool", "1 2; 3 4", "-o", "-", "--format", "txt"]).text == "10\n")
  }

  @Test("a batch mixes matrices and files, and names their results apart")
  func batch() throws {
    try sandbox.write("m.txt", "1 2\n3 4\n")
    try sandbox.succeed(["pool", "m.txt", "1 2; 3 5", "1 2; 3 6", "-o", "out/", "--format", "txt"])
    let results = sandbox.files.filter { $0.hasPrefix("out/") }
    #expect(results.count == 3)
    let contents = try results.map { String(decoding: try sandbox.data($0), as: UTF8.self) }
    #expect(Set(contents) == ["4\n", "5\n", "6\n"])
  }

  @Test("what is meant as a matrix and is none is a wrong call; a missing file is a missing file")
  func wrongLiterals() throws {
    try sandbox.fail(64, ["pool", "1 3 5; 4 2"], saying: ["ragged", "row 2 has 2"])
    try sandbox.fail(64, ["pool", "1 x; 2 3"], saying: ["'x'", "neither a file nor a matrix"])
    try sandbox.fail(64, ["pool", "nan 1; 2 3"], saying: ["'nan'"])
    try sandbox.fail(64, ["pool", "0x10 1; 2 3"], saying: ["'0x10'"])
    try sandbox.fail(64, ["pool", "0,5 1,5; 2 3"], saying: ["decimal comma"])
    try sandbox.fail(65, ["pool", "1 2 3"], saying: ["window"])
    try sandbox.fail(66, ["pool", "photo 1.jpg"], saying: ["no such file"])
    try sandbox.fail(64, ["pool", "12"], saying: ["is no file"])
  }

  @Test("broken files of numbers are refused in one line")
  func brokenFiles() throws {
    let texts = [
      ("1 2\n3\n", "line 2"), ("a b\n", "neither JPEG"), ("", "empty"), ("1 nan\n", "'nan'"),
      ("1 0x10\n", "hexadecimal"), ("\n\n", "no numbers"), ("1 2\n3 abc\n", "line 2: 'abc'"),
    ]
    for (text, words) in texts {
      try sandbox.write("m.txt", text)
      try sandbox.fail(65, ["pool", "m.txt"], saying: ["m.txt", words])
    }
    try sandbox.write("m.txt", "1 2\n3 4\n")
    try sandbox.fail(75, ["pool", "m.txt", "--max-pixels", "3"], saying: ["--max-pixels"])
  }

  @Test("a matrix gives arrays, texts and, with --view, pixels")
  func outputs() throws {
    let call = ["filter", "--laplacian", "--border", "valid", MatrixInputTests.slide]
    try sandbox.succeed(call + ["-o", "r.npy"])
    #expect(try sandbox.array("r.npy").values == [3, -3, 3, 3])
    try sandbox.succeed(call + ["-o", "r.txt"])
    #expect(String(decoding: try sandbox.data("r.txt"), as: UTF8.self) == "3 -3\n3 3\n")
    try sandbox.succeed(call + ["-o", "r.csv"])
    #expect(String(decoding: try sandbox.data("r.csv"), as: UTF8.self) == "3,-3\n3,3\n")
    let pixels = try sandbox.run(call + ["-o", "r.png", "--view", "abs"])
    #expect(pixels.code == 0 && pixels.errors.contains("2×2 pixels: --draw"))
    #expect(try sandbox.picture("r.png").samples == [3, 3, 3, 3])
    try sandbox.fail(73, call + ["-o", "r.txt"], saying: ["--force"])
    try sandbox.fail(64, call + ["-o", "r.txt", "--format", "csv"], saying: ["--format csv"])
  }

  @Test("text holds the raw response of one channel; of more it is refused")
  func channels() throws {
    let image = Image.random(height: 5, width: 6)
    try sandbox.write("g.png", image)
    try sandbox.succeed(["filter", "--gaussian", "1", "g.png", "-o", "g.txt"])
    try sandbox.succeed(["filter", "--gaussian", "1", "g.png", "-o", "g.npy"])
    let numbers = String(decoding: try sandbox.data("g.txt"), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).compactMap { Float(String($0)) }
    #expect(numbers.map(Double.init) == (try sandbox.array("g.npy").values))
    try sandbox.write("c.png", Image.random(height: 5, width: 6, channels: 3))
    let words = ["one channel", "--gray", ".npy"]
    try sandbox.fail(65, ["filter", "--laplacian", "c.png", "-o", "c.txt"], saying: words)
    try sandbox.succeed(["filter", "--laplacian", "--gray", "c.png", "-o", "c.txt"])
  }
}
