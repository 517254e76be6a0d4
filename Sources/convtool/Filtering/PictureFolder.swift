import ImageCodecs

/// Finds the pictures below a folder: the work of `--recursive`.
struct PictureFolder {
  private let excluded: FileIdentity?
  private var visited: Set<FileIdentity> = []
  private var pictures: [String] = []

  private init(without output: String?) {
    excluded = output.flatMap { FileIdentity(path: $0) }.flatMap { $0.isFolder ? $0 : nil }
  }

  /// Replaces each folder by the pictures below it, in the order of their paths.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - output: A folder in which nothing is looked for.
  /// - Returns: All files, and the folder that each was found in.
  /// - Throws: ``Failure`` with 66 for a folder without pictures, or one that cannot be read.
  static func expanded(
    _ paths: [String], without output: String?
  ) throws -> (paths: [String], folders: [[UInt8]: String]) {
    var all: [String] = []
    var folders: [[UInt8]: String] = [:]
    for path in paths {
      guard path != "-", Files.isFolder(path) else {
        all.append(path)
        continue
      }
      var finder = PictureFolder(without: output)
      try finder.look(in: path)
      guard !finder.pictures.isEmpty else {
        throw Failure(.noInput, "\(path): no picture below this folder")
      }
      for picture in finder.pictures { folders[FileName.bytes(picture)] = path }
      all += finder.pictures
    }
    return (all, folders)
  }

  private mutating func look(in folder: String) throws {
    // A link may lead back to a folder above.
    guard let identity = FileIdentity(path: folder), identity != excluded,
      visited.insert(identity).inserted
    else { return }
    guard let names = Files.names(in: folder) else {
      throw Failure(.noInput, "\(folder): the folder cannot be read")
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    for name in names.sorted(by: {
      FileName.bytes($0).lexicographicallyPrecedes(FileName.bytes($1))
    })
    where !name.hasPrefix(".") {
      let path = base + name
      if Files.isFolder(path) {
        try look(in: path)
      } else if PictureFolder.isPicture(path) {
        pictures.append(path)
      }
    }
  }

  /// Whether a file is a picture or an array by its name, or by its content; texts are not.
  private static func isPicture(_ path: String) -> Bool {
    if let named = ImageFormat(fileExtension: FilePath.fileExtension(path)) {
      return !named.traits.isText
    }
    return ImageFormat(contentOf: path).map { !$0.traits.isText } ?? false
  }
}
