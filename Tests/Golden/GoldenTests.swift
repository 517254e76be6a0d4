import Foundation
import TestSupport
import Testing

@Suite("Golden outputs")
struct GoldenTests {
  @Test("every output has the hash that the list holds")
  func outputs() throws {
    let isRecording = ProcessInfo.processInfo.environment["CONVTOOL_RECORD"] == "1"
    let results = try GoldenRun(isRecording: isRecording).results(of: GoldenCalls.all)
    if isRecording { return try record(results) }
    let list = try GoldenList(String(contentsOf: GoldenList.url, encoding: .utf8))
    for complaint in complaints(results, list) { Issue.record("\(complaint)") }
  }

  /// A line for each output that differs, is new or is missing.
  private func complaints(_ results: [GoldenResult], _ list: GoldenList) -> [String] {
    let isComparable = list.libraries == CodecLibraries.versions
    return [GoldenCall.Content.samples, .files].flatMap { content -> [String] in
      guard content == .samples || isComparable else { return [] }
      let found = results.filter { $0.content == content }
      let compared = Set(found.flatMap { $0.lines(list[content]) })
      let missing = list[content].keys.filter { line in
        !compared.contains(line) && !unavailable.contains(where: line.hasSuffix)
      }
      return (found.compactMap { $0.complaint(list[content]) } + missing.map { "missing: \($0)" })
        .sorted()
    }
  }

  /// How lines end that speak of builds which this machine does not have.
  private var unavailable: [String] {
    let kinds = Set(GoldenConfiguration.usual.map(\.isFused))
    return (kinds.contains(true) ? [] : [" | fused"])
      + (kinds.contains(false) ? [] : [" | portable"])
  }

  /// Writes the list anew and fails, so that nobody records by accident.
  private func record(_ results: [GoldenResult]) throws {
    let builds = Set(GoldenConfiguration.usual.map(\.isFused))
    try #require(builds.count == 2, "a list is recorded where both kinds of builds run")
    for result in results where !result.agrees {
      Issue.record("threads or builds differ, nothing is recorded: \(result.name)")
    }
    guard results.allSatisfy(\.agrees) else { return }
    var list = GoldenList()
    list.libraries = CodecLibraries.versions
    for result in results { list[result.content].merge(result.entries) { $1 } }
    let former = try? GoldenList(String(contentsOf: GoldenList.url, encoding: .utf8))
    try Data(list.text.utf8).write(to: GoldenList.url)
    let changes = former.map { complaints(results, $0) } ?? []
    Issue.record("recorded \(list.samples.count + list.files.count) lines")
    for change in changes { Issue.record("\(change)") }
  }

  @Test("every filter of the catalogue is among the calls")
  func catalogue() throws {
    let folder = try TemporaryFolder()
    let text = try Program.run(["kernels"], in: folder.url).text
    let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != " " }) })
    #expect(names.count > 20)
    #expect(names == GoldenCalls.filters)
  }
}
