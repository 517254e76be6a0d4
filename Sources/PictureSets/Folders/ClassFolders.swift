internal import Foundation
internal import ImageCodecs

/// Finds pictures in folders that are named by their classes.
///
///     D/cat/1.jpg  D/dog/2.png                               a split decides
///     D/train/cat/1.jpg  D/test/dog/2.png  D/val/cat/3.jpg   the folders decide
///
/// Folders below a class belong to it. Hidden files and folders, and what systems leave behind
/// (`Thumbs.db`, `desktop.ini`, `__MACOSX`), are ignored.
struct ClassFolders {
  /// The folder names of the sides, in lower case.
  private static let sides: [(names: [String], side: PictureSide)] = [
    (["train", "training"], .train), (["val", "valid", "validation"], .validation),
    (["test", "testing"], .test),
  ]
  private static let litter: Set<String> = [
    "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r",
  ]
  /// The most folders in each other.
  private static let deepest = 64

  let root: String
  /// The names of the classes, in the order of the labels.
  private(set) var classNames: [String] = []
  /// The paths of the files below the root.
  private(set) var paths: [String] = []
  private(set) var labels: [Int] = []
  private(set) var sides: [PictureSide?] = []
  /// The folders of classes without a file.
  private(set) var emptyFolders: [String] = []

  private var hidden: [String] = []
  private var loose: [String] = []
  private var folders: Set<FileIdentity> = []

  /// Lists a folder.
  ///
  /// - Parameters:
  ///   - root: The path of the folder.
  ///   - knownClasses: The classes that there may be; `nil` takes those of the folder.
  /// - Throws: ``PictureSetError`` when there are no class folders.
  init(_ root: String, knownClasses: [String]? = nil) throws(PictureSetError) {
    self.root = root
    let entries = try entries("")
    let parts = ClassFolders.sides.compactMap {
      names, side -> (folder: String, side: PictureSide?)? in
      let match = entries.folders.first { names.contains($0.lowercased()) && holdsFolders($0) }
      return match.map { ($0, side) }
    }
    if parts.contains(where: { $0.side == .train || (knownClasses != nil && $0.side == .test) }) {
      let used = Set(parts.map(\.folder))
      loose += entries.files + entries.folders.filter { !used.contains($0) }
      try add(parts, knownClasses)
    } else {
      loose += entries.files
      try add([("", nil)], knownClasses)
    }
  }

  /// One line about what was ignored; `nil` when everything was taken.
  var note: String? {
    let ignored = hidden + loose
    guard let first = ignored.first else { return nil }
    let kind =
      loose.isEmpty
      ? "hidden"
      : hidden.isEmpty ? "beside the class folders" : "hidden or beside the class folders"
    return ignored.count == 1
      ? "\(FileName.printable(first)) is ignored: it is \(kind)"
      : "\(ignored.count) files and folders are ignored: they are \(kind), "
        + "\(FileName.printable(first)) is the first"
  }

  // MARK: Classes

  private mutating func add(
    _ parts: [(folder: String, side: PictureSide?)], _ known: [String]?
  ) throws(PictureSetError) {
    var listed: [(folder: String, side: PictureSide?, classes: [String])] = []
    for part in parts {
      let entries = try entries(part.folder)
      if !part.folder.isEmpty { loose += entries.files.map { "\(part.folder)/\($0)" } }
      listed.append((part.folder, part.side, entries.folders))
    }
    let own = listed.first { $0.side == nil || $0.side == .train }?.classes ?? []
    classNames = known ?? ClassFolders.ordered(own)
    guard !classNames.isEmpty else {
      let files = loose.count
      throw PictureSetError(
        .damaged,
        files == 0
          ? "an empty folder: pictures lie in folders named by their classes"
          : "no class folders: pictures lie in folders named by their classes (\(files) files lie "
            + "beside each other here)")
    }
    let numbers = Dictionary(classNames.enumerated().map { ($1, $0) }) { first, _ in first }
    for part in listed {
      let prefix = part.folder.isEmpty ? "" : "\(part.folder)/"
      let strangers = part.classes.filter {
        numbers[FileName.printable($0)] == nil && numbers[$0] == nil
      }
      guard strangers.isEmpty else {
        throw PictureSetError(
          .damaged,
          "\(prefix)\(FileName.printable(strangers[0])): "
            + (known == nil ? "a class without pictures to learn from" : "no class of the model")
            + (strangers.count > 1 ? ", and \(strangers.count - 1) more" : ""))
      }
      for name in ClassFolders.ordered(part.classes) {
        let before = paths.count
        try add(files: "\(prefix)\(name)", depth: 0)
        let label = numbers[name] ?? numbers[FileName.printable(name)] ?? 0
        labels += repeatElement(label, count: paths.count - before)
        sides += repeatElement(part.side, count: paths.count - before)
        if paths.count == before { emptyFolders.append("\(prefix)\(name)") }
      }
    }
  }

  private mutating func add(files folder: String, depth: Int) throws(PictureSetError) {
    // A link back to a folder above would never end.
    guard depth < ClassFolders.deepest, let identity = FileIdentity(path: "\(root)/\(folder)"),
      folders.insert(identity).inserted
    else { return }
    let entries = try entries(folder)
    paths += entries.files.map { "\(folder)/\($0)" }
    for name in entries.folders { try add(files: "\(folder)/\(name)", depth: depth + 1) }
  }

  // MARK: Entries

  /// The visible entries of a folder below the root, in the order of their names.
  private mutating func entries(
    _ folder: String
  ) throws(PictureSetError) -> (folders: [String], files: [String]) {
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    guard let names = Files.names(in: path) else {
      throw PictureSetError(
        .noInput, "\(folder.isEmpty ? "" : "\(FileName.printable(folder)): ")cannot be listed")
    }
    var (folders, files): ([String], [String]) = ([], [])
    for name in ClassFolders.sorted(names) {
      if name.hasPrefix(".") || ClassFolders.litter.contains(name.lowercased()) {
        hidden.append(folder.isEmpty ? name : "\(folder)/\(name)")
      } else if Files.isFolder("\(path)/\(name)") {
        folders.append(name)
      } else {
        files.append(name)
      }
    }
    return (folders, files)
  }

  private func holdsFolders(_ folder: String) -> Bool {
    (Files.names(in: "\(root)/\(folder)") ?? []).contains {
      !$0.hasPrefix(".") && Files.isFolder("\(root)/\(folder)/\($0)")
    }
  }

  /// Names in the order of their bytes, which is the same on every machine.
  private static func sorted(_ names: [String]) -> [String] {
    names.map { (Array($0.utf8), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  /// Names of classes: by value where all are whole numbers, else by their bytes.
  private static func ordered(_ names: [String]) -> [String] {
    let numbers = names.map { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil }
    guard !numbers.contains(nil) else { return sorted(names) }
    return names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }
}
