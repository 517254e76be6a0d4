import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Names of results")
struct DerivedNameTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("photo.png", Image.random(height: 8, width: 8))
  }

  /// The files that a call leaves, which are removed again.
  private func made(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let before = sandbox.files
    // A single pixel gets a note that all its samples are one level.
    try sandbox.succeed(arguments + ["--quiet"], sourceLocation: sourceLocation)
    let new = sandbox.files.filter { !before.contains($0) }
    for name in new { try FileManager.default.removeItem(atPath: sandbox.folder.path(name)) }
    return new
  }

  @Test("a name says the whole chain with its values")
  func chain() throws {
    for (arguments, name) in [
      (["--laplacian"], "photo.laplacian.png"),
      (["--gaussian", "5", "--then", "laplacian"], "photo.gaussian-5.laplacian.png"),
      (["--gaussian", "1.50"], "photo.gaussian-1.5.png"),
      (["--canny", "50,150", "--then", "median 3"], "photo.canny-50-150.median-3.png"),
    ] {
      #expect(try made(["filter"] + arguments + ["photo.png"]) == [name])
    }
    for (arguments, name) in [
      ([], "photo.maxpool.png"), (["--average", "--size", "4"], "photo.averagepool-4.png"),
      (["--size", "3x2", "--padding", "same", "--ceil"], "photo.maxpool-3x2-same-ceil.png"),
      (["--stride", "1"], "photo.maxpool-stride-1.png"), (["--global"], "photo.maxpool-global.png"),
    ] {
      #expect(try made(["pool"] + arguments + ["photo.png"]) == [name])
    }
  }

  @Test("a kernel is named by its file, or by a hash of its coefficients")
  func kernels() throws {
    try sandbox.write("edge.txt", "1 0 -1")
    #expect(
      try made(["filter", "--kernel", "edge.txt", "photo.png"]) == ["photo.kernel-edge.png"])
    let typed = try made(["filter", "--kernel", "1 0 -1", "photo.png"])
    #expect(typed.count == 1)
    let match = try #require(typed[0].wholeMatch(of: /photo\.kernel-([0-9a-f]{6})\.png/))
    // The same coefficients have the same name, others have another.
    #expect(try made(["filter", "--kernel", "[1,-0,-1.0]", "photo.png"]) == typed)
    let other = try made(["filter", "--kernel", "1;0;-1", "photo.png"])
    #expect(other.count == 1 && !other[0].contains(match.1))
  }

  @Test("a name has at most 200 bytes, and long chains that begin alike differ")
  func longNames() throws {
    let stages = (1...40).flatMap { ["--then", "gaussian 1.\($0)"] }
    let one = try made(["filter", "--box", "3"] + stages + ["photo.png"])
    let two = try made(["filter", "--box", "3"] + stages + ["--then", "box 3", "photo.png"])
    #expect(one.count == 1 && two.count == 1 && one != two)
    #expect((one + two).allSatisfy { $0.utf8.count <= 200 && $0.hasPrefix("photo.box-3.") })
    let long = String(repeating: "é", count: 110) + ".png"
    try sandbox.write(long, try sandbox.data("photo.png"))
    let name = try made(["filter", "--box", "3"] + stages + [long])
    #expect(name.count == 1 && name[0].utf8.count <= 200 && name[0].hasPrefix("éé"))
  }

  @Test("--name sets the pattern")
  func patterns() throws {
    try sandbox.write("b.JPG", try sandbox.data("photo.png"))
    let call = ["filter", "--box", "3", "photo.png", "--name"]
    #expect(try made(call + ["{operation}_{name}.{ext}"]) == ["box-3_photo.png"])
    #expect(try made(call + ["{name}-small.jpg"]) == ["photo-small.jpg"])
    #expect(try made(call + ["{name}.{ext}", "-o", "out/"]) == ["out/photo.png"])
    #expect(
      try made(["pool", "b.JPG", "--name", "{name}.{inext}.{ext}", "--format", "npy"])
        == ["b.JPG.npy"])
    try sandbox.fail(73, call + ["{name}.{ext}"], saying: ["photo.png", "input"])
    for (pattern, word) in [
      ("{stem}.{ext}", "{stem}"), ("{name", "{name"), ("../{name}.png", "-o"), ("", "--name"),
      ("{name}", ".png"), ("{name}.gif", ".png"),
    ] {
      try sandbox.fail(64, call + [pattern], saying: ["--name", word])
    }
    try sandbox.fail(64, call + ["{name}.png", "-o", "a.png"], saying: ["--name", "a.png"])
    try sandbox.fail(
      64, call + ["{name}.png", "--format", "jpg"], saying: ["photo.png", "--format jpg"])
  }

  @Test("--format same keeps what the input holds, whatever it is called")
  func sameFormat() throws {
    let jpeg = try sandbox.succeed(
      ["filter", "--identity", "photo.png", "-o", "-", "--format", "jpg"]
    ).output
    try sandbox.write("j.png", jpeg)
    try sandbox.writeArray("n.npy", Image.random(height: 4, width: 4))
    let inputs = ["photo.png", "j.png", "n.npy"]
    #expect(
      try made(["pool", "--format", "same"] + inputs)
        == ["j.maxpool.jpg", "n.maxpool.npy", "photo.maxpool.png"])
    let piped = try sandbox.succeed(["pool", "-", "--format", "same"], input: jpeg)
    #expect(try Picture(piped.output).info.format == .jpeg)
    try sandbox.fail(
      64, ["pool", "j.png", "--format", "same", "-o", "x.png"], saying: ["x.png", "jpg"])
    try sandbox.succeed(["pool", "j.png", "--format", "same", "-o", "x.jpg"])
  }
}
