import Foundation

/// The status line and the fields of an HTTP answer.
struct HTTPHead {
  private(set) var status = 0
  private var fields: [String: String] = [:]

  init() {}

  /// Reads `HTTP/1.1 206 Partial Content` and lines of `Name: value`.
  init(_ text: String) {
    let lines = text.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    if words.count > 1 { status = Int(words[1]) ?? 0 }
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      fields[line[..<colon].lowercased()] = value
    }
  }

  /// Bytes that are announced.
  var length: Int? { fields["content-length"].flatMap { Int($0) } }
  /// The range that is sent; empty when none is named.
  var contentRange: String { fields["content-range"] ?? "" }
  /// Whether a text for people is sent, as hotels and proxies answer in place of a file.
  var isPage: Bool { fields["content-type"]?.lowercased().hasPrefix("text/html") ?? false }
  /// Whether another head follows: after an interim answer or a redirection.
  var isFollowed: Bool {
    (100..<200).contains(status) || (300..<400).contains(status) && fields["location"] != nil
  }
}
