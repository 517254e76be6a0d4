import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("A wrong call is answered with the right one: one line and 64, before any work")
struct MeantCallTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    let image = Image.random(height: 6, width: 8)
    for name in ["b.png", "7.png", "pictures/a.png", "-dash.png", "--2.png"] {
      try sandbox.write(name, image)
    }
    try sandbox.succeed(["filter", "--identity", "b.png", "-o", "p.jpg"])
    try sandbox.write("net.pt", Data("PK\u{3}\u{4}archive/data.pkl".utf8))
    try sandbox.write("net.h5", Data([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0]))
    try sandbox.write("net.pb", Data([0x0A, 0x10, 0x0A, 0x01, 0x78, 0x12, 0x03, 0, 0, 0]))
    try sandbox.write("notes.txt", "These are words and no weights.\n")
  }

  private func expectAnswers(_ calls: [MeantCall]) throws {
    for call in calls { try sandbox.fail(64, call.arguments, saying: call.words) }
  }

  @Test("a command that is left out, misspelt or called otherwise") func commands() throws {
    try expectAnswers(MeantCall.commands)
  }

  @Test("a filter or an option without its hyphens") func words() throws {
    try expectAnswers(MeantCall.words)
  }

  @Test("options by other names") func synonyms() throws {
    try expectAnswers(MeantCall.synonyms)
  }

  @Test("two filters are chained") func pairs() throws { try expectAnswers(MeantCall.pairs) }

  @Test("forgotten values") func forgotten() throws { try expectAnswers(MeantCall.forgotten) }

  @Test("values of other programs") func foreign() throws { try expectAnswers(MeantCall.foreign) }

  @Test("results, by name and format") func outputs() throws {
    try expectAnswers(MeantCall.outputs)
  }

  @Test("inputs that are none") func inputs() throws { try expectAnswers(MeantCall.inputs) }

  @Test("models, layers and units") func models() throws { try expectAnswers(MeantCall.models) }

  @Test("a missing file is shown the one that is there, and ends with 66")
  func missing() throws {
    for (call, word) in [("p.jpeg", "p.jpg"), ("b.pgn", "b.png")] {
      try sandbox.fail(66, ["pool", call], saying: [call, "`convtool pool \(word)`"])
    }
    try sandbox.fail(66, ["pool", "https://example.org/x.png"], saying: ["curl"])
  }

  @Test("lists and sizes are read in every form")
  func forms() throws {
    for size in ["2x2", "2,2", "2X2", "2×2", "2*2", "2, 2", "(2, 2)", "2"] {
      let result = try sandbox.succeed([
        "pool", "1 3; 4 2", "--size", size, "--stride", size, "--max-memory", "1GB",
      ])
      #expect(result.text == "4\n", "\(size)")
    }
    for pixels in ["10k", "1M", "100x100", "1e4", "12MP"] {
      try sandbox.succeed(["pool", "1 3; 4 2", "--max-pixels", pixels])
    }
    for memory in ["1GB", "512m", "1GiB", "1.5G", "500 MB", "900000k"] {
      try sandbox.succeed(["pool", "1 3; 4 2", "--max-memory", memory])
    }
  }

  @Test("values with a minus sign are values")
  func signs() throws {
    try sandbox.succeed(["filter", "--kernel", "-1", "1 2"])
    try sandbox.succeed(["filter", "--laplacian", "--bias", "-3", "1 2"])
    #expect(try sandbox.run(["dump-filters", "--scale", "-1:1", "-o", "maps/"]).code == 0)
    try sandbox.succeed(["filter", "--laplacian", "--range", "-1:1", "1 2"])
  }

  @Test("a kernel that is one row of nine numbers gets a note")
  func row() throws {
    let result = try sandbox.run(["filter", "--kernel", "1,0,-1,2,0,-2,1,0,-1", "b.png"])
    #expect(result.code == 0)
    #expect(result.errors.contains("1×9") && result.errors.contains("1 0 -1; 2 0 -2; 1 0 -1"))
  }
}
