import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Results of a batch have names of their own")
struct CollisionTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func write(_ names: [String]) throws {
    for (index, name) in names.enumerated() {
      try sandbox.write(name, Image.random(height: 6, width: 5, seed: UInt64(index)))
    }
  }

  private var results: [String] { sandbox.files.filter { $0.contains("pool") } }

  @Test("two inputs that differ in their extension are named by both")
  func extensions() throws {
    try write(["a.png", "a.jpg", "other.png"])
    try sandbox.succeed(["pool", "a.png", "a.jpg", "other.png", "-o", "out/"])
    #expect(
      results == ["out/a.jpg.maxpool.png", "out/a.png.maxpool.png", "out/other.maxpool.png"])
    for name in ["a.png", "a.jpg"] {
      let alone = try sandbox.succeed(["pool", name, "-o", "-"]).output
      #expect(try sandbox.data("out/\(name).maxpool.png") == alone)
    }
  }

  @Test("names are those of the whole list, in every shard")
  func shards() throws {
    try write(["a.png", "a.jpg"])
    for shard in ["1/2", "2/2"] {
      try sandbox.succeed(["pool", "a.png", "a.jpg", "--shard", shard])
    }
    #expect(results == ["a.jpg.maxpool.png", "a.png.maxpool.png"])
  }

  @Test("a longer name that is the short one of a third input is lengthened again")
  func chains() throws {
    try write(["a.png", "a.jpg", "a.png.png"])
    try sandbox.succeed(["pool", "a.png", "a.jpg", "a.png.png"])
    #expect(
      results == ["a.jpg.maxpool.png", "a.png.maxpool.png", "a.png.png.maxpool.png"])
  }

  @Test("those that collide still are refused by name, the others are done")
  func refused() throws {
    try write(["p/a.png", "q/a.png", "q/a.jpg", "b.png"])
    let result = try sandbox.run(["pool", "p/a.png", "b.png", "q/a.png", "q/a.jpg"])
    #expect(result.code == 1)
    let lines = result.errors.split(separator: "\n").dropLast()
    #expect(lines.count == 2)
    #expect(
      lines.allSatisfy { $0.contains("p/a.png") && $0.contains("q/a.png") && $0.contains("-o") })
    #expect(results == ["a.jpg.maxpool.png", "b.maxpool.png"])
    let twice = try sandbox.run(["pool", "b.png", "b.png", "q/a.jpg", "-o", "out/"])
    #expect(twice.code == 1 && twice.errors.contains("b.png"))
    #expect(sandbox.files.contains("out/q/a.maxpool.png"))
  }

  @Test("--root fixes what is mirrored, whatever else is in the call")
  func root() throws {
    let inputs = ["d1/p.png", "d2/p.png", "d2/e/p.png"]
    try write(inputs)
    for input in inputs {
      for root in [".", sandbox.folder.url.path, "d1/.."] {
        try sandbox.succeed(["pool", input, "-o", "each/", "--root", root])
      }
    }
    #expect(
      results == ["each/d1/p.maxpool.png", "each/d2/e/p.maxpool.png", "each/d2/p.maxpool.png"])
    try sandbox.succeed(["pool", "d2/e/p.png", "-o", "below/", "--root", "d2/"])
    #expect(results.contains("below/e/p.maxpool.png"))
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.folder.path("link"), withDestinationPath: "d2")
    try sandbox.succeed(["pool", "d2/e/p.png", "-o", "linked/", "--root", "link"])
    #expect(results.contains("linked/e/p.maxpool.png"))
    let call = ["pool", "d1/p.png", "d2/p.png", "-o", "out/", "--root"]
    try sandbox.fail(64, call + ["d1"], saying: ["d2/p.png", "--root d1"])
    try sandbox.fail(64, call + ["d"], saying: ["d1/p.png"])
    try sandbox.fail(64, ["pool", "d1/p.png", "--root", "."], saying: ["--root", "-o"])
    try sandbox.fail(64, ["pool", "d1/p.png", "--root", ".", "-o", "a.png"], saying: ["--root"])
    let help = try sandbox.succeed(["pool", "--help"]).text
    #expect(help.contains("xargs") && help.contains("--root"))
  }

  @Test("no result replaces any file that the call reads")
  func inputsAreKept() throws {
    try write(["x.png", "y.png"])
    let kernel = NPYFile(shape: [1, 1], values: [1]).data
    try sandbox.write("k.npy", kernel)
    try sandbox.write("list.png", "x.png\n")
    let call = ["filter", "--kernel", "k.npy", "x.png", "--force", "-o"]
    for name in ["k.npy", "./k.npy", sandbox.folder.path("k.npy")] {
      try sandbox.fail(73, call + [name], saying: ["input"])
    }
    #expect(try sandbox.data("k.npy") == kernel)
    try sandbox.fail(
      73, ["filter", "--box", "3", "--then", "kernel k.npy", "x.png", "--force", "-o", "k.npy"],
      saying: ["input"])
    try sandbox.fail(
      73, ["pool", "--files-from", "list.png", "--force", "-o", "list.png"], saying: ["input"])
    // A result would be read as the next input.
    let result = try sandbox.run(["pool", "x.png", "x.maxpool.png"])
    #expect(result.code == 64 && !sandbox.files.contains("x.maxpool.png"))
  }
}
