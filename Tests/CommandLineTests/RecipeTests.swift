import Foundation
import TestSupport
import Testing

@Suite("The recipes of CONTRIBUTING.md")
struct RecipeTests {
  /// What is added, a pattern that finds an example of it in the sources, and the most files that may
  /// name it.
  private static let recipes: [(what: String, pattern: String, files: Int)] = [
    ("a kernel", "robinson", 2),
    ("a kernel with parameters", "binomial", 3),
    ("a format", #"(case |\.)jpeg\b"#, 3),
    ("a view", #"ResponseView.*signed|(case |\.)signed\b"#, 3),
    ("a border", "reflect101", 2),
    ("a layer", #"\bAvgPool2D\b"#, 6),
  ]

  /// The lines of code of each source file, without comments.
  private static let sources: [String: [Substring]] = {
    let root = Readme.root.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(atPath: root.path)
    let names = files?.compactMap { $0 as? String } ?? []
    var sources: [String: [Substring]] = [:]
    // Numbers of a lesson are signed as well, so drawings are not searched; the conventions of other
    // programs name the borders that these programs have.
    for name in names
    where name.hasSuffix(".swift") && !name.hasPrefix("FeatureMaps/") && !name.contains("/Presets/")
    {
      let text = try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
      sources[name] = (text ?? "").split(separator: "\n").filter {
        !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//")
      }
    }
    return sources
  }()

  @Test("An addition touches no more files than its recipe says", arguments: recipes)
  func count(what: String, pattern: String, files: Int) throws {
    let pattern = try Regex(pattern)
    let found = RecipeTests.sources.filter { $0.value.contains { $0.contains(pattern) } }.keys
    #expect(!found.isEmpty && found.count <= files, "\(what): \(found.sorted())")
  }

  /// The build with all five is tried by `Tests/Recipes/run`.
  @Test(
    "The patches that follow the recipes fit, and touch no more files than their first lines say",
    .enabled(if: Tool.areInstalled("git")),
    arguments: ["kernel", "format", "view", "border", "layer"])
  func patch(name: String) throws {
    let patch = Readme.root.appendingPathComponent("Tests/Recipes/\(name).patch")
    let text = try String(contentsOf: patch, encoding: .utf8)
    let most = try #require(text.firstMatch(of: /[0-9]+/).flatMap { Int($0.output) })
    let output = try Tool("git").output(
      ["-C", Readme.root.path, "apply", "--check", "--numstat"], input: Array(text.utf8))
    let touched = String(decoding: try #require(output), as: UTF8.self).split(separator: "\n")
    #expect((1...most).contains(touched.count), "\(touched)")
  }

  @Test("Every file that CONTRIBUTING.md names exists")
  func names() throws {
    let text = try String(
      contentsOf: Readme.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    for match in text.matches(of: /`((?:Sources|Tests)\/[A-Za-z0-9+\/]+\.(?:swift|md|txt))`/) {
      let path = String(match.1)
      if path.contains("FORMAT") || path.contains("NAME") { continue }
      #expect(
        FileManager.default.fileExists(atPath: Readme.root.appendingPathComponent(path).path),
        "\(path)")
    }
  }
}
