import Foundation

/// The status line and the header fields of an HTTP response.
struct HTTPHead {
  private(set) var status = 0
  private var fields: [String: String] = [:]

  init() {}

  /// Parses a status line like `HTTP/1.1 206 Partial Content` and lines of `Name: value`.
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

  /// The announced length of the body in bytes.
  var length: Int? { fields["content-length"].flatMap { Int($0) } }
  /// The range of the body within the file; empty without such a field.
  var contentRange: String { fields["content-range"] ?? "" }
  /// Whether the body is an HTML page.
  ///
  /// Hotels and proxies send such pages in place of a file.
  var isPage: Bool { fields["content-type"]?.lowercased().hasPrefix("text/html") ?? false }
  /// Whether another head follows: after an interim response or a redirection.
  var isFollowed: Bool {
    (100..<200).contains(status) || (300..<400).contains(status) && fields["location"] != nil
  }
}
