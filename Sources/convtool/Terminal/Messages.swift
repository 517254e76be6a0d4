import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// Lines on standard error.
enum Messages {
  /// `convtool: photo.jpg: truncated JPEG: 312 of 600 rows`.
  static func error(_ text: String) { write("convtool: \(printable(text))\n") }

  /// A line about a file that could be used all the same.
  static func note(_ file: String, _ text: String) { error("\(file): note: \(text)") }

  /// Where standard error is closed or full there is nobody left to tell.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// File names may hold anything; a message is one line.
  private static func printable(_ text: String) -> String {
    String(FileName.printable(text).map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? "?" : $0 })
  }
}
