import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Folders, results that exist, and what became of each file")
struct RecursiveTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    for (index, name) in ["in/a.png", "in/x/b.png", "in/x/y/c.dat"].enumerated() {
      try sandbox.write(name, Image.random(height: 6, width: 5, seed: UInt64(index)))
    }
    try sandbox.write("in/notes.txt", "1 2 3\n")
    try sandbox.write("in/.hidden.png", Image.random(height: 6, width: 5))
  }

  @Test("--recursive takes all pictures below a folder, and mirrors it below itself")
  func recursive() throws {
    let result = try sandbox.run(["pool", "--recursive", "in", "-o", "in/out/"])
    #expect(result.code == 0 && result.errors == "convtool: 3 of 3 done, 0 failed, 0 skipped\n")
    let results = [
      "in/out/a.maxpool.png", "in/out/x/b.maxpool.png", "in/out/x/y/c.dat.maxpool.png",
    ]
    #expect(sandbox.files.filter { $0.hasPrefix("in/out") } == results)
    // Results are no inputs of the next call.
    try sandbox.succeed(["pool", "--recursive", "in", "-o", "in/out/"])
    #expect(sandbox.files.filter { $0.hasPrefix("in/out") } == results)
    try sandbox.succeed(["pool", "--recursive", "in/x", "-o", "deep/"])
    #expect(sandbox.files.contains("deep/y/c.dat.maxpool.png"))
    try sandbox.fail(64, ["pool", "in"], saying: ["--recursive"])
    try FileManager.default.createDirectory(
      atPath: sandbox.folder.path("empty"), withIntermediateDirectories: true)
    try sandbox.fail(66, ["pool", "--recursive", "empty"], saying: ["empty", "no picture"])
  }

  @Test("--skip-existing leaves what is newer than its input")
  func skips() throws {
    let call = ["pool", "--recursive", "in", "-o", "out/", "--skip-existing"]
    try sandbox.succeed(call)
    let again = try sandbox.run(call)
    #expect(again.code == 0 && again.errors == "convtool: 0 of 3 done, 0 failed, 3 skipped\n")
    let old = Date(timeIntervalSinceNow: -1000)
    try FileManager.default.setAttributes(
      [.modificationDate: old], ofItemAtPath: sandbox.folder.path("out/x/b.maxpool.png"))
    #expect(try sandbox.run(call).errors == "convtool: 1 of 3 done, 0 failed, 2 skipped\n")
  }

  @Test("--json prints a line for each file of a batch")
  func json() throws {
    struct Record: Decodable {
      let input: String
      let output: String?
      let status: String
      let code: Int?
      let message: String?
    }
    try sandbox.write("bad.png", "no picture")
    let result = try sandbox.run(
      ["pool", "--json", "in/a.png", "bad.png", "--threads", "1"])
    #expect(result.code == 1)
    let records = try result.output.split(separator: 0x0A).map {
      try JSONDecoder().decode(Record.self, from: $0)
    }
    #expect(records.map(\.status) == ["done", "failed"])
    #expect(records[0].input == "in/a.png" && records[0].output == "a.maxpool.png")
    #expect(records[1].code == 65 && records[1].message?.contains("bad.png") == true)
    try sandbox.fail(64, ["pool", "--json", "in/a.png"], saying: ["--json"])
  }
}
