import Foundation
import TestSupport
import Testing

@Suite("Manual pages and help topics")
struct ManualTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The names of all commands, as the program lists them.
  private func commands() throws -> [String] {
    let text = try sandbox.succeed(["--help"]).text
    let list = text.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
    return list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map { $0.trimmingCharacters(in: [","]) } }
      .filter { $0 != "See" }
  }

  @Test("there is a page for the program and for each command, with every option")
  func pages() throws {
    try sandbox.succeed(["--generate-manual", "man/"])
    let names = try commands()
    #expect(names.count > 15)
    for name in names {
      let page = String(decoding: try sandbox.data("man/convtool-\(name).1"), as: UTF8.self)
      #expect(page.hasPrefix(".TH \"CONVTOOL-\(name.uppercased())\""))
      let help = try sandbox.succeed([name, "--help"]).text
      for match in help.matches(of: /\n  (?:-\w, )?(--[a-z0-9-]+)/) {
        let option = match.1.replacingOccurrences(of: "-", with: "\\-")
        #expect(page.contains(option), "\(name) \(match.1)")
      }
    }
    let page = String(decoding: try sandbox.data("man/convtool.1"), as: UTF8.self)
    #expect(page.contains("EXIT STATUS") && page.contains("dcba|abcd|dcba"))
  }

  @Test("every help shows a call before anything else but its title, and options before details")
  func examplesFirst() throws {
    for name in try commands() {
      let text = try sandbox.succeed([name, "--help"]).text
      let blocks = text.components(separatedBy: "\n\n")
      #expect(blocks.count > 2 && blocks[1].hasPrefix("EXAMPLES:\n  convtool "), "\(name)")
      #expect(blocks[2].hasPrefix("USAGE: "), "\(name)")
      let titles = ["OPTIONS:", "\n\nDETAILS:"].compactMap { text.range(of: $0)?.lowerBound }
      #expect(titles == titles.sorted(), "\(name)")
    }
  }

  @Test("help has topics, made of what the options are made of")
  func topics() throws {
    let words = [
      "filters": ["--laplacian", "--gaussian S", "LOW,HIGH"],
      "borders": ["dcba|abcd|dcba", "aaaa|abcd|dddd", "cdcb|abcd|cbab", "constant:V"],
      "views": ["diverging", "stretch"], "formats": ["PNG", ".npy"],
      "kernel-text": ["--kernel '0 1 0; 1 -4 1; 0 1 0'"], "exit-codes": ["64", "74", "143"],
      "like": ["cv2.filter2D", "reflect101", "convtool filter --like"],
    ]
    for (topic, words) in words {
      let text = try sandbox.succeed(["help", topic]).text
      for word in words { #expect(text.contains(word), "\(topic): \(word)") }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(topic)")
    }
    try sandbox.fail(64, ["help", "bordrs"], saying: ["borders"])
  }
}
