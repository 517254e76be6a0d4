import Foundation
import TestSupport
import Testing

@Suite("check")
struct CheckCommandTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  @Test("every answer is right, one line each")
  func battery() throws {
    let text = try sandbox.succeed(["check"]).text
    let lines = text.split(separator: "\n")
    #expect(lines.count == 12)
    #expect(lines.allSatisfy { $0.hasPrefix("ok    ") }, "\(text)")
    for name in ["impulse", "flat field", "step edge", "borders", "methods", "instruction sets"] {
      #expect(lines.contains { $0.hasPrefix("ok    \(name)") })
    }
    #expect(text.contains("1020, and -1020"))
  }

  @Test("--json says the same to programs")
  func json() throws {
    let output = try sandbox.succeed(["check", "--json"]).output
    let entries = try #require(
      try JSONSerialization.jsonObject(with: output) as? [[String: Any]])
    #expect(entries.count == 12 && entries.allSatisfy { $0["passed"] as? Bool == true })
  }
}
