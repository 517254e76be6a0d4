import Foundation

/// The list of hashes, as the file beside this one holds it.
///
/// A line is a hash, two blanks and a name; a name ends in the builds that the hash holds for.
struct GoldenList {
  /// The builds that a line speaks of.
  enum Builds: String, CaseIterable {
    case all, fused, portable
  }

  /// The hash of each name, whatever the codec libraries are.
  var samples: [String: String] = [:]
  /// The hash of each name that ``libraries`` have a say in.
  var files: [String: String] = [:]
  /// The versions of the codec libraries that made ``files``.
  var libraries = ""

  /// Where the list lies.
  static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("outputs.txt")

  private static let samplesTitle = "[samples]"
  private static let filesTitle = "[files of "

  init() {}

  /// Reads a list.
  init(_ text: String) throws {
    var isOfFiles = false
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line == GoldenList.samplesTitle { continue }
      if line.hasPrefix(GoldenList.filesTitle), line.hasSuffix("]") {
        isOfFiles = true
        libraries = String(line.dropFirst(GoldenList.filesTitle.count).dropLast())
        continue
      }
      let parts = line.split(separator: "  ", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0].count == 64 else { throw GoldenError("no line: \(line)") }
      let former =
        isOfFiles
        ? files.updateValue(parts[0], forKey: parts[1])
        : samples.updateValue(parts[0], forKey: parts[1])
      guard former == nil else { throw GoldenError("twice on the list: \(parts[1])") }
    }
  }

  /// The list as a file.
  var text: String {
    """
    # SHA-256 of what the program gives: call | input or file | format | builds of the loops.
    # "all" is every instruction set and number of threads; "fused" are those with fused
    # multiply-add, "portable" the build without it.
    # CONVTOOL_RECORD=1 swift test -c release --disable-testable-imports --filter GoldenTests writes this file anew.
    \(GoldenList.samplesTitle)
    \(GoldenList.lines(samples))

    \(GoldenList.filesTitle)\(libraries)]
    \(GoldenList.lines(files))

    """
  }

  private static func lines(_ entries: [String: String]) -> String {
    entries.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)" }.joined(separator: "\n")
  }

  /// The hashes of one kind of content.
  subscript(content: GoldenCall.Content) -> [String: String] {
    get { content == .samples ? samples : files }
    set {
      if content == .samples { samples = newValue } else { files = newValue }
    }
  }
}
