import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// Writes lines to standard error.
enum Messages {
  /// Writes an error line, such as `convtool: photo.jpg: truncated JPEG: 312 of 600 rows`.
  static func error(_ text: String) { write("convtool: \(printable(text))\n") }

  /// Writes a note about a file that could still be used.
  static func note(_ file: String, _ text: String) { error("\(file): note: \(text)") }

  /// Writes text; errors are ignored because they cannot be reported when standard error fails.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Replaces control characters, so that a message with any file name stays one line.
  private static func printable(_ text: String) -> String {
    String(FileName.printable(text).map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? "?" : $0 })
  }
}
