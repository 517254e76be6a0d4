import Foundation
import TestSupport
import Testing

@Suite("Help and version")
struct HelpTests {
  private static let common = [
    "--files-from", "--shard", "-o", "--format", "--quality", "--png-level", "--force", "--quiet",
    "--max-pixels", "--max-memory", "--threads", "--strip", "--json", "--explain", "--depth",
    "--help",
  ]
  private static let filter =
    (FilterNames.all + FilterNames.unlisted).map { "--\($0)" } + [
      "--element",
      "--kernel", "--bank", "--then", "--border", "--correlate", "--stride", "--dilate", "--anchor",
      "--gray", "--view", "--scale", "--bias", "--normalize", "--linear", "--method",
      "--like", "opencv", "imagemagick",
    ]
  private static let words = [
    "replicate", "zero", "constant:V", "symmetric", "reflect101", "wrap", "valid", "clip", "abs",
    "signed", "stretch", "diverging", "viridis", "auto", "direct", "separable", "dcba|abcd",
    "dcb|abcd",
  ]
  private static let pool = [
    "--max", "--average", "--min", "--l2", "--median", "--size", "--stride", "--padding", "--ceil",
    "--global", "valid", "same",
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// The help of a command as words, and checked for lines that do not fit.
  private func help(_ arguments: [String]) throws -> Set<Substring> {
    let text = try sandbox.succeed(arguments).text
    #expect(text.contains("USAGE: convtool"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    return Set(
      text.split(whereSeparator: { " \n,;()[]".contains($0) }).map { word in
        word.hasSuffix(".") || word.hasSuffix(":") ? word.dropLast() : word
      })
  }

  @Test("every command helps, in both ways of asking")
  func everyCommandHelps() throws {
    for command in [[], ["filter"], ["pool"], ["kernels"]] {
      let words = try help(command + ["--help"])
      #expect(words == (try help(["help"] + command)))
      #expect(words == (try help(command + ["-h"])))
    }
    let words = try help(["--help"])
    #expect(words.isSuperset(of: ["filter", "pool", "kernels"]))
  }

  @Test("filter's help names every option and choice of the contract")
  func filterHelp() throws {
    let words = try help(["filter", "--help"])
    for word in HelpTests.filter + HelpTests.common + HelpTests.words {
      #expect(words.contains(Substring(word)), "\(word)")
    }
  }

  @Test("pool's help names every option and choice of the contract")
  func poolHelp() throws {
    let words = try help(["pool", "--help"])
    for word in HelpTests.pool + HelpTests.common {
      #expect(words.contains(Substring(word)), "\(word)")
    }
  }

  @Test("--version is three numbers")
  func version() throws {
    let text = try sandbox.succeed(["--version"]).text
    #expect(text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
