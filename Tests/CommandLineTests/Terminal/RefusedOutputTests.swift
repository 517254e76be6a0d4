import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Outputs that are refused: 73, 74, 75")
struct RefusedOutputTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("in.png", Image.random(height: 40, width: 30))
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.folder.path(name), withDestinationPath: target)
  }

  @Test("an explicit output that exists needs --force, a derived name is replaced")
  func existingOutput() throws {
    for name in ["out.png", "out.jpg", "out.npy"] {
      try sandbox.write(name, "precious")
      try sandbox.fail(
        73, ["filter", "--laplacian", "in.png", "-o", name], saying: [name, "--force"])
      #expect(try sandbox.data(name) == Data("precious".utf8))
      try sandbox.succeed(["filter", "--laplacian", "in.png", "-o", name, "--force"])
      #expect(try sandbox.data(name) != Data("precious".utf8))
    }
    try sandbox.write("in.laplacian.png", "an old result")
    try sandbox.succeed(["filter", "--laplacian", "in.png"])
    #expect(try sandbox.picture("in.laplacian.png").info.shape.height == 40)
    try sandbox.fail(
      73, ["kernels", "laplacian", "--draw", "-o", "out.png"], saying: ["out.png", "--force"])
  }

  @Test("an output is never one of the inputs, under any name, not even with --force")
  func outputIsInput() throws {
    let before = try sandbox.data("in.png")
    try link("soft.png", to: "in.png")
    try FileManager.default.linkItem(
      atPath: sandbox.folder.path("in.png"), toPath: sandbox.folder.path("hard.png"))
    for name in ["in.png", "./in.png", "soft.png", "hard.png", sandbox.folder.path("in.png")] {
      for force in [[], ["--force"]] {
        try sandbox.fail(
          73, ["filter", "--laplacian", "in.png", "-o", name] + force, saying: ["input"])
      }
    }
    try sandbox.fail(73, ["pool", "soft.png", "-o", "in.png", "--force"], saying: ["input"])
    #expect(try sandbox.data("in.png") == before)
  }

  @Test("a derived name that leads to the input is refused")
  func derivedNameIsInput() throws {
    try sandbox.write("x.png", Image.random(height: 4, width: 4))
    try link("x.maxpool.png", to: "x.png")
    let before = try sandbox.data("x.png")
    try sandbox.fail(73, ["pool", "x.png"], saying: ["x.maxpool.png"])
    #expect(try sandbox.data("x.png") == before)
  }

  @Test("one input's result must not replace another input")
  func resultIsAnotherInput() throws {
    try sandbox.write("a.png", Image.random(height: 4, width: 4))
    try sandbox.write("a.maxpool.png", Image.random(height: 6, width: 6, seed: 2))
    let before = try sandbox.data("a.maxpool.png")
    let result = try sandbox.run(["pool", "a.png", "a.maxpool.png"])
    #expect(result.code == 1)
    #expect(result.errors.contains("a.maxpool.png"))
    #expect(try sandbox.data("a.maxpool.png") == before)
    #expect(sandbox.files.contains("a.maxpool.maxpool.png"))
  }

  @Test("folders that are missing, files in their place, and folders as files cannot be created")
  func impossiblePlaces() throws {
    try sandbox.write("file", "")
    try FileManager.default.createDirectory(
      atPath: sandbox.folder.path("dir.png"), withIntermediateDirectories: true)
    for name in ["missing/out.png", "file/out.png", "/proc/out.png"] {
      try sandbox.fail(73, ["filter", "--laplacian", "in.png", "-o", name], saying: [name])
    }
    try sandbox.fail(73, ["filter", "--laplacian", "in.png", "-o", "file/"], saying: ["file"])
    try sandbox.fail(
      73, ["kernels", "laplacian", "--draw", "-o", "missing/k.png"], saying: ["missing/k.png"])
  }

  @Test("an unwritable folder cannot hold an output", .enabled(if: getuid() != 0))
  func unwritableFolder() throws {
    let manager = FileManager.default
    let path = sandbox.folder.path("closed")
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    try manager.setAttributes([.posixPermissions: 0o500], ofItemAtPath: path)
    defer { try? manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
    try sandbox.fail(
      73, ["filter", "--laplacian", "in.png", "-o", "closed/out.png"],
      saying: ["closed/out.png", "permission"])
  }

  @Test(
    "a full disk is a failed write",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: ["png", "jpg", "npy"])
  func fullDisk(format: String) throws {
    for command in [["filter", "--laplacian"], ["pool"], ["filter", "--gaussian", "1"]] {
      try sandbox.fail(
        74, command + ["in.png", "-o", "/dev/full", "--format", format],
        saying: ["/dev/full", "no space"])
    }
  }

  @Test("a picture over the limit of pixels is refused with the limit, the need and the option")
  func pixelLimit() throws {
    for command in [["filter", "--laplacian"], ["pool"]] {
      try sandbox.fail(
        75, command + ["in.png", "--max-pixels", "1199"],
        saying: ["in.png", "1200", "1199", "--max-pixels"])
    }
    try sandbox.succeed(["filter", "--laplacian", "in.png", "--max-pixels", "1200"])
  }

  @Test("limits are checked from the header: the pixels need not even be there")
  func limitsComeFromTheHeader() throws {
    let huge =
      PNGBuilder.signature
      + PNGBuilder.chunk(
        "IHDR",
        PNGBuilder.bigEndian(2_000_000_000) + PNGBuilder.bigEndian(2_000_000_000)
          + [8, 2, 0, 0, 0])
      + PNGBuilder.chunk("IDAT", PNGBuilder.zlib([0]))
    try sandbox.write("huge.png", Data(huge))
    try sandbox.fail(
      75, ["filter", "--laplacian", "huge.png"], saying: ["4000000000000000000", "--max-pixels"])
    let header = "{'descr': '<f4', 'fortran_order': True, 'shape': (30000, 30000), }"
    try sandbox.write("huge.npy", Data(NPYFile.header(header)))
    try sandbox.fail(
      75, ["filter", "--laplacian", "huge.npy"], saying: ["--max-memory", "2048 MB"])
  }

  @Test("a run that would need too much memory is refused with the limit, the need and the option")
  func memoryLimit() throws {
    let calls = [
      ["filter", "--laplacian", "in.png"], ["filter", "--canny", "50,100", "in.png"],
      ["filter", "--laplacian", "--view", "stretch", "in.png"], ["pool", "in.png"],
    ]
    for call in calls {
      try sandbox.fail(75, call + ["--max-memory", "4K"], saying: ["in.png", "--max-memory"])
      try sandbox.succeed(call + ["--max-memory", "64M"])
    }
  }
}
