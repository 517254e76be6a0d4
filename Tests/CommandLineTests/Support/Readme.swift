import Foundation
import TestSupport

/// The commands of README.md.
enum Readme {
  /// The project's folder.
  static let root = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()

  /// Every call of the program that a reader can type, with its comment: all but training, which
  /// takes minutes and has tests of its own.
  static let commands: [String] = {
    let text = (try? String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8))
    return (text ?? "").split(separator: "\n").map { $0.drop { $0 == " " || $0 == "$" } }
      .filter { line in
        (line.hasPrefix("convtool ") || line.hasPrefix("cat photo.jpg | convtool "))
          && !line.contains("train-mnist")
      }
      .map(String.init)
  }()
}
