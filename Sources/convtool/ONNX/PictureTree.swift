import ImageCodecs

/// The pictures of a folder and of the folders in it.
enum PictureTree {
  /// The paths in the order of their names.
  ///
  /// - Throws: ``Failure`` with 66 for no folder, or one without pictures.
  static func pictures(in folder: String) throws -> [String] {
    guard Files.isFolder(folder) else { throw Failure(.noInput, "\(folder): no such folder") }
    let found = list(folder, depth: 0)
    guard !found.isEmpty else { throw Failure(.noInput, "\(folder): holds no pictures") }
    return found
  }

  private static func list(_ folder: String, depth: Int) -> [String] {
    (Files.names(in: folder) ?? []).filter { !$0.hasPrefix(".") }.sorted().flatMap { name in
      let path = "\(folder)/\(name)"
      if Files.isFolder(path) { return depth < 4 ? list(path, depth: depth + 1) : [] }
      let isPicture = ImageFormat(fileExtension: FilePath.fileExtension(name)) != nil
      return isPicture ? [path] : []
    }
  }
}
