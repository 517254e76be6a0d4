import ConvCore
import ImageCodecs
import Foundation
import TestSupport
import Testing

@Suite("animate --run")
struct RunAnimationTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("a training becomes a GIF, an APNG or a folder of frames; wrong calls are one line")
  func animation() throws {
    try sandbox.succeed([
      "train-mnist", "--synthetic", "--network", "mlp", "--hidden", "3", "--limit", "80",
      "--validation", "20", "--quiet", "--epochs", "2", "--snapshots", "-o", "run",
    ])
    try sandbox.succeed(["animate", "--run", "run"])
    #expect(try sandbox.data("run.filters.gif").starts(with: Data("GIF89a".utf8)))
    try sandbox.succeed(["animate", "--run", "run", "--layer", "dense_2", "-o", "a.png"])
    #expect(try sandbox.data("a.png").range(of: Data("acTL".utf8)) != nil)
    let line = try sandbox.succeed(["animate", "--run", "run", "-o", "frames/"]).text
    #expect(line.contains("{0000}{0003}"))
    // The learned filters, then the random start and both epochs.
    #expect(sandbox.files.filter { $0.hasPrefix("frames/") }.count == 4)
    #expect(try sandbox.data("frames/frame-0000.png") == sandbox.data("frames/frame-0003.png"))
    #expect(try sandbox.data("frames/frame-0001.png") != sandbox.data("frames/frame-0003.png"))
    try sandbox.fail(64, ["animate", "--run", "run", "--layer", "conv2d_1"], saying: ["dense_1"])
    try sandbox.fail(64, ["animate", "--run", "run", "x.png"], saying: ["--run"])
    try sandbox.fail(64, ["animate", "--run", "run", "-o", "a.html"], saying: ["--run"])
    try sandbox.fail(66, ["animate", "--run", "none"], saying: ["none", "--snapshots"])
    try sandbox.fail(73, ["animate", "--run", "run", "-o", "a.png"], saying: ["--force"])
    try sandbox.fail(64, ["animate", "--laplacian"], saying: ["--run"])
  }
}
