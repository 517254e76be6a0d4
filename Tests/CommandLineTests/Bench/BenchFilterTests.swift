import Foundation
import ImageFilters
import TestSupport
import Testing

/// `bench filter` and `bench pool`.
@Suite("bench filter and pool")
struct BenchFilterTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("a row that is printed was checked; the machine's own limits come first")
  func rows() throws {
    for (command, row) in [
      ("filter", "laplacian-u8-s16"), ("filter", "random15-f32"), ("filter", "canny-u8"),
      ("filter", "median3-u8"), ("pool", "avgpool2-f32"),
    ] {
      let text = try sandbox.succeed([
        "bench", command, "--json", "--threads", "1", "--repeat", "1", "--size", "70x90", "--rows",
        row,
      ]).text
      let lines = text.split(separator: "\n")
      let objects = try lines.map { line in
        try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
      }
      #expect(objects.map { $0["name"] as? String } == ["copy", "fma-peak", row])
      #expect(objects.allSatisfy { $0["threads"] as? Int == 1 && $0["isa"] is String })
      let speed = try #require(objects[2]["mpixels_per_s"] as? Double)
      #expect(speed > 0)
    }
  }

  @Test("every named filter has a checked row for every type of samples")
  func catalogue() throws {
    let text = try sandbox.succeed([
      "bench", "filter", "--json", "--threads", "1", "--repeat", "1", "--size", "70x90", "--rows",
      "canny-u8,catalogue",
    ]).text
    for entry in FilterCatalogue.entries {
      for type in ["u8", "rgb", "u16", "f32"] {
        #expect(text.contains("\"name\":\"\(entry.name)-\(type)\""), "\(entry.name), \(type)")
      }
    }
  }

  @Test("a row that does not exist is a usage error that names those that do")
  func unknownRow() throws {
    let result = try sandbox.run(["bench", "filter", "--rows", "nothing"])
    #expect(result.code == 64)
    #expect(result.errors.contains("nothing") && result.errors.contains("canny-u8"))
  }
}
