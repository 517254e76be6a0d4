internal import Foundation
internal import ImageCodecs

/// The names of a folder's entries, as the readers of arrays look for them.
struct ArrayFolder {
  let path: String
  /// The names of all visible files, and of files that lie in a folder of their own name.
  let files: [String]

  init(_ path: String) {
    self.path = path
    var files: [String] = []
    for name in (Files.names(in: path) ?? []).sorted() where !name.hasPrefix(".") {
      guard Files.isFolder("\(path)/\(name)") else {
        files.append(name)
        continue
      }
      // Archives put a file into a folder of its own name.
      guard name.lowercased().contains("ubyte") else { continue }
      let inside = (Files.names(in: "\(path)/\(name)") ?? []).sorted().filter {
        !$0.hasPrefix(".") && !Files.isFolder("\(path)/\(name)/\($0)")
          && $0.lowercased().contains("ubyte")
      }
      files += inside.prefix(1).map { "\(name)/\($0)" }
    }
    self.files = files
  }

  /// The first file with one of some names, whatever their case; `nil` without one.
  func file(_ names: [String]) -> String? {
    for name in names {
      if let found = files.first(where: { $0.lowercased() == name }) { return found }
    }
    return nil
  }

  /// The lines of a text that names classes; `nil` without such a file.
  ///
  /// - Throws: ``PictureSetError`` when the file is not a short text in UTF-8.
  func classNames(_ names: [String]) throws(PictureSetError) -> [String]? {
    guard let name = file(names) else { return nil }
    do {
      let file = try RandomAccessBytes(path: "\(path)/\(name)", limit: 1 << 20)
      guard file.count <= 1 << 20,
        let text = String(validating: try file.bytes(0..<file.count), as: UTF8.self)
      else { throw PictureSetError(.damaged, "\(name): not a short text of class names") }
      let lines = text.split(whereSeparator: \.isNewline).map {
        $0.trimmingCharacters(in: .whitespaces)
      }.filter { !$0.isEmpty }
      return lines
    } catch let error as PictureSetError {
      throw error
    } catch { throw PictureSetError(.damaged, "\(name): \(error)") }
  }
}
