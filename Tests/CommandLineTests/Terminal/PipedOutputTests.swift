import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Results on standard output")
struct PipedOutputTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 9, width: 9, channels: 3, seed: 4)

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
  }

  @Test("standard input alone goes to standard output")
  func alone() throws {
    let input = try sandbox.data("x.png")
    for call in [["filter", "--gaussian", "1"], ["pool"]] {
      let named = try sandbox.succeed(call + ["-", "-o", "-"], input: input).output
      #expect(try sandbox.succeed(call + ["-"], input: input).output == named)
      #expect(try sandbox.succeed(call + ["-", "--format", "png"], input: input).output == named)
    }
    #expect(sandbox.files == ["x.png"])
    try sandbox.succeed(["pool", "-", "--name", "{name}.{ext}"], input: input)
    try sandbox.succeed(["pool", "-", "x.png"], input: input)
    #expect(sandbox.files == ["stdin.maxpool.png", "stdin.png", "x.maxpool.png", "x.png"])
  }

  @Test("signed responses go there as values, or as a picture that was asked for")
  func signed() throws {
    let input = try sandbox.data("x.png")
    for filter in [["--sobel-x"], ["--laplacian"], ["--gaussian", "1", "--then", "sobel"]] {
      for rest in [["x.png", "-o", "-"], ["-", "-o", "-"], ["-"]] {
        try sandbox.fail(64, ["filter"] + filter + rest, input: input, saying: ["--format npy"])
      }
      for option in [["--format", "npy"], ["--format", "png"], ["--view", "abs"]] {
        let call = ["filter"] + filter + ["x.png", "-o", "-"] + option
        #expect(try !sandbox.succeed(call).output.isEmpty)
      }
    }
    try sandbox.succeed(["filter", "--box", "3", "x.png", "-o", "-"])
    try sandbox.succeed(["filter", "--canny", "50,100", "x.png", "-o", "-"])
  }

  @Test(
    "nothing is written to a terminal",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func terminal() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    let call = "'\(Program.path)' pool - -o - < x.png; '\(Program.path)' pool - < x.png"
    #if os(Linux)
      process.arguments = ["-qec", call, "/dev/null"]
    #else
      process.arguments = ["-q", "/dev/null", "/bin/sh", "-c", call]
    #endif
    process.currentDirectoryURL = sandbox.folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
    #expect(text.split(whereSeparator: \.isNewline).count == 2 && text.contains("> FILE"))
  }
}
