import Foundation

/// Splits paths into parts, byte by byte.
///
/// Swift's characters would hide a `/` before a combining mark, and Swift's comparisons would treat
/// two spellings of `é` as one name. File systems do neither.
package enum FilePath {
  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// The last part of a path, without slashes at its end.
  package static func name(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let place = trimmed.utf8.lastIndex(of: slash) else { return String(trimmed) }
    return String(trimmed[trimmed.utf8.index(after: place)...])
  }

  /// The path without its last part: empty for a name alone, `/` for a name in the root.
  package static func folder(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let place = trimmed.utf8.lastIndex(of: slash) else { return "" }
    return place == trimmed.startIndex ? "/" : String(withoutTrailingSlashes(trimmed[..<place]))
  }

  /// The part of the name after the last dot.
  ///
  /// Empty when the name has no dot, or only a dot as its first character.
  package static func fileExtension(_ path: String) -> String {
    let name = name(path)
    guard let place = name.utf8.lastIndex(of: dot), place != name.startIndex else { return "" }
    return String(name[name.utf8.index(after: place)...])
  }

  /// The name without its extension and the dot before it.
  package static func stem(_ path: String) -> String {
    let name = name(path)
    guard let place = name.utf8.lastIndex(of: dot), place != name.startIndex else { return name }
    return String(name[..<place])
  }

  /// The parts of the absolute path, with `.` and `..` resolved without looking at the file system.
  package static func components(_ path: String) -> [[UInt8]] {
    let start = path.utf8.first == slash ? [] : FileName.bytes(Files.currentFolder) + [slash]
    var parts: [[UInt8]] = []
    for part in (start + FileName.bytes(path)).split(separator: slash) {
      switch Array(part) {
      case [dot]: continue
      case [dot, dot]: _ = parts.popLast()
      case let name: parts.append(name)
      }
    }
    return parts
  }

  private static func withoutTrailingSlashes(_ path: some StringProtocol) -> Substring {
    var path = Substring(path)
    while path.utf8.count > 1, path.utf8.last == slash {
      path = path[..<path.utf8.index(before: path.endIndex)]
    }
    return path
  }
}
