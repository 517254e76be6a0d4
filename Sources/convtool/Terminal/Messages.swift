import ConvCore
import Foundation
import ImageCodecs
import ImageFilters
import Synchronization

/// Writes lines to standard error.
enum Messages {
  /// Whether another process speaks for this one.
  static let isSilent = Atomic(false)

  /// Writes an error line, such as `convtool: photo.jpg: truncated JPEG: 312 of 600 rows`.
  static func error(_ text: String) { write("convtool: \(printable(text))\n") }

  /// Writes a note about a file that could still be used.
  static func note(_ file: String, _ text: String) { error("\(file): note: \(text)") }

  /// Keeps a line for the end of a call that succeeds: an error stays the only line.
  static func whenDone(_ text: String) { waiting.withLock { $0.append(text) } }

  /// Writes the lines that were kept.
  static func writeWaiting() {
    for line in waiting.withLock({ lines in
      defer { lines = [] }
      return lines
    }) { error(line) }
  }

  private static let waiting = Mutex<[String]>([])

  /// Writes text; errors are ignored because they cannot be reported when standard error fails.
  static func write(_ text: String) {
    guard !isSilent.load(ordering: .relaxed) else { return }
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Replaces control characters, so that a message with any file name stays one line.
  private static func printable(_ text: String) -> String {
    String(FileName.printable(text).map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? "?" : $0 })
  }
}
