import Foundation
import TestSupport
import Testing

/// The browser Chromium, to open pages with where it is installed.
enum Chromium {
  private static let tool: Tool? = ["chromium", "google-chrome", "chromium-browser"].lazy
    .map { Tool($0) }
    .first { tool in
      guard let path = tool.path else { return false }
      // A snap cannot read the folder of temporary files.
      return !URL(fileURLWithPath: path).resolvingSymlinksInPath().path.contains("snap")
    }

  /// Whether it is installed.
  static var isPresent: Bool { tool != nil }

  /// Opens a page and reads what it writes into itself: the numbers of `#…&write`.
  ///
  /// - Parameters:
  ///   - page: The page's file.
  ///   - address: The part of the address after `#`.
  /// - Returns: The numbers, as JSON.
  /// - Throws: An error when no browser is installed, or the page writes nothing.
  static func numbers(of page: URL, address: String) throws -> Data {
    let profile = try TemporaryFolder()
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions",
      "--no-first-run", "--user-data-dir=\(profile.url.path)", "--dump-dom",
      "\(page.absoluteString)#\(address)",
    ]
    let browser = try #require(tool)
    let written = try #require(try browser.output(arguments, input: []))
    let text = String(decoding: written, as: UTF8.self)
    let start = try #require(text.firstRange(of: "id=\"numbers\">"))
    let rest = text[start.upperBound...]
    let end = try #require(rest.firstRange(of: "</script>"))
    return Data(rest[..<end.lowerBound].utf8)
  }
}
