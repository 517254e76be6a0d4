import Foundation

/// File system calls for names of any bytes (``FileName``).
package enum Files {
  /// The folder that relative paths start from; `/` when the system cannot name it.
  package static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return FileName.string(UnsafeRawBufferPointer(start: path, count: strlen(path)))
  }

  /// Opens a file for reading.
  ///
  /// - Returns: A descriptor that the caller closes, or −1 with `errno` set.
  package static func open(_ path: String) -> Int32 {
    path.withFileBytes { Foundation.open($0, O_RDONLY | O_CLOEXEC) }
  }

  /// Whether a path leads to a file, folder or device that exists.
  package static func exists(_ path: String) -> Bool { status(path) != nil }

  /// Whether a path leads to a folder.
  package static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Creates a folder and its parents; does nothing when the folder exists.
  ///
  /// - Throws: ``CodecError`` with `cannotCreate` when a folder cannot be created.
  package static func makeFolder(_ path: String) throws(CodecError) {
    if path.isEmpty || isFolder(path) { return }
    let parent = FilePath.folder(path)
    if parent != path { try makeFolder(parent) }
    let failure = path.withFileBytes { mkdir($0, 0o777) == 0 ? 0 : errno }
    // Another process may have created the folder in the meantime.
    guard failure == 0 || (failure == EEXIST && isFolder(path)) else {
      throw CodecError(.cannotCreate, "cannot create the folder: \(systemMessage(failure))")
    }
  }

  /// The names of a folder's entries, in no order; `nil` when the folder cannot be read.
  package static func names(in folder: String) -> [String]? {
    guard let stream = folder.withFileBytes({ opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      let name = FileName.string(bytes)
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  static func status(_ path: String) -> stat? {
    var status = stat()
    return path.withFileBytes { stat($0, &status) } == 0 ? status : nil
  }

  /// The target of a symbolic link; `nil` when the path is not a link.
  static func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = path.withFileBytes { readlink($0, &bytes, bytes.count) }
    guard count > 0, count < bytes.count else { return nil }
    return FileName.string(bytes[..<count].map { UInt8(bitPattern: $0) })
  }
}

extension Files {
  /// Whether a path, with all links followed, leads into a folder, or to nothing.
  package static func isInside(_ folder: String, _ path: String) -> Bool {
    guard let file = realPath(path) else { return !exists(path) }
    guard let folder = realPath(folder) else { return false }
    let inside = FilePath.components(folder)
    return FilePath.components(file).starts(with: inside)
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = path.withFileBytes({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return FileName.string(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }
}
