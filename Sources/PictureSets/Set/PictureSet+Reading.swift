internal import ConvCore
internal import ConvNet
internal import ImageCodecs

extension PictureSet {
  /// What is found at a path, before any picture is decoded.
  private struct Found {
    let source: any PictureSource
    var classNames: [String]
    var labels: [Int]
    let sides: [PictureSide?]
    var emptyClasses: [String] = []
    var notes: [String] = []
  }

  /// The most classes of a set.
  package static let mostClasses = 1000

  /// Reads a set: a folder of class folders, of IDX files, of CIFAR's binary files or of pairs of
  /// `.npy` files; or the images of one of several IDX sets in a folder.
  ///
  /// All pictures are decoded once, on all cores, so that everything wrong is known before a
  /// training begins.
  ///
  /// - Throws: ``PictureSetError``, whose details name every picture that cannot be read and every
  ///   class without pictures.
  package init(path: String, options: PictureSetOptions) throws(PictureSetError) {
    var found = try PictureSet.find(path, options)
    guard found.source.count > 0 || !found.emptyClasses.isEmpty else {
      throw PictureSetError(.damaged, "no pictures in it")
    }
    var loader = PictureLoader(
      source: found.source, planes: PicturePlanes(size: Size2D(1), channels: 1),
      threads: options.threads, memory: options.limits.memory, progress: { _ in })
    let planes = try PictureSet.planes(loader, options)
    let total = found.source.count
    loader = PictureLoader(
      source: found.source, planes: planes ?? PicturePlanes(size: Size2D(1), channels: 1),
      threads: options.threads, memory: options.limits.memory,
      progress: { options.progress($0, total) })
    let loaded = loader.load()
    try PictureSet.settle(
      &found, loaded, skips: options.skipsBroken, known: options.classNames != nil)
    var items: [PictureItem] = []
    for (index, content) in loaded.contents.enumerated() {
      guard let content else { continue }
      items.append(
        PictureItem(
          source: index, label: found.labels[index], content: content, side: found.sides[index]))
    }
    if options.classNames == nil {
      try PictureSet.dropUnused(&found, &items, skips: options.skipsBroken)
    }
    classNames = found.classNames
    shape = loader.planes.shape
    self.items = items
    divisor = found.source.divisor
    notes = found.notes
    storage = loaded.storage
    source = found.source
    notes += PictureSet.doubles(items, source)
  }

  // MARK: Finding

  private static func find(
    _ path: String, _ options: PictureSetOptions
  ) throws(PictureSetError) -> Found {
    guard let identity = FileIdentity(path: path) else {
      throw PictureSetError(.noInput, "no such folder")
    }
    let folderPath =
      identity.isFolder ? path : FilePath.folder(path).isEmpty ? "." : FilePath.folder(path)
    let file = identity.isFolder ? nil : FilePath.name(path)
    let folder = ArrayFolder(folderPath)
    let idx = IDXFiles(
      folder: folder, isTransposed: options.isTransposed, memory: options.limits.memory)
    if let set = try idx.read(file: file, known: options.classNames) { return found(set) }
    guard file == nil else {
      throw PictureSetError(
        .damaged, "a file: name the folder of the pictures, or an IDX file of images")
    }
    guard !options.isTransposed else {
      throw PictureSetError(.usage, "--transpose is for IDX files, and there are none")
    }
    if let set = try CIFARFiles.read(folder, known: options.classNames) { return found(set) }
    let npy = NPYFiles(folder: folder, memory: options.limits.memory)
    if let set = try npy.read(known: options.classNames) { return found(set) }
    let folders = try ClassFolders(path, knownClasses: options.classNames)
    return Found(
      source: FilePictures(root: path, paths: folders.paths, limits: options.limits),
      classNames: folders.classNames.map(FileName.printable), labels: folders.labels,
      sides: folders.sides, emptyClasses: folders.emptyFolders.map(FileName.printable),
      notes: folders.note.map { [$0] } ?? [])
  }

  private static func found(_ set: ArraySet) -> Found {
    Found(
      source: set.source, classNames: set.classNames, labels: set.labels, sides: set.sides,
      notes: set.notes)
  }

  /// The form of all pictures; `nil` when no header can be read.
  private static func planes(
    _ loader: PictureLoader, _ options: PictureSetOptions
  ) throws(PictureSetError) -> PicturePlanes? {
    if let size = options.size, let channels = options.channels {
      return PicturePlanes(size: size, channels: channels)
    }
    let shapes = loader.shapes()
    guard let first = shapes.first, let last = shapes.last else { return nil }
    let channels = options.channels ?? shapes.map(\.channels).max() ?? 1
    if let size = options.size { return PicturePlanes(size: size, channels: channels) }
    let sizes = Set(shapes.map(\.size))
    guard sizes.count == 1 else {
      throw PictureSetError(
        .usage,
        "pictures of \(sizes.count) sizes, from \(first.size) to \(last.size): name one with --size, "
          + "such as --size 32x32")
    }
    return PicturePlanes(size: first.size, channels: channels)
  }

  // MARK: Checking

  /// Reports what cannot be read, or counts it.
  private static func settle(
    _ found: inout Found, _ loaded: PictureLoader.Result, skips: Bool, known: Bool
  ) throws(PictureSetError) {
    let broken = loaded.failures.map { "\(found.source.name(of: $0.index)): \($0.error)" }
    let empty = known ? [] : found.emptyClasses.map { "\($0): a class without pictures" }
    guard !broken.isEmpty || !empty.isEmpty else { return }
    var parts: [String] = []
    if !broken.isEmpty {
      parts.append("\(broken.count) of \(found.source.count) pictures cannot be read")
    }
    if !empty.isEmpty {
      parts.append("\(empty.count) class\(empty.count == 1 ? " has" : "es have") no pictures")
    }
    let line = parts.joined(separator: " and ")
    guard skips else { throw PictureSetError(.damaged, line, details: empty + broken) }
    found.notes.append("\(line), left out")
  }

  /// Removes classes without pictures, which only `--skip-broken` allows, and numbers the others.
  private static func dropUnused(
    _ found: inout Found, _ items: inout [PictureItem], skips: Bool
  ) throws(PictureSetError) {
    let learned = Set(items.filter { $0.side == nil || $0.side == .train }.map(\.label))
    if skips {
      let kept = found.classNames.indices.filter { learned.contains($0) }
      let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
      items = items.compactMap { item in
        guard let number = numbers[item.label] else { return nil }
        var item = item
        item.label = number
        return item
      }
      found.classNames = kept.map { found.classNames[$0] }
    }
    guard !items.isEmpty else { throw PictureSetError(.damaged, "no picture can be read") }
    guard found.classNames.count > 1 else {
      throw PictureSetError(
        .damaged,
        "only one class, '\(found.classNames.first ?? "")': there is nothing to tell it from")
    }
    guard found.classNames.count <= mostClasses else {
      throw PictureSetError(
        .damaged, "\(found.classNames.count) classes, the most are \(mostClasses)")
    }
  }

  /// Lines about equal pictures in parts that should have nothing in common, and in two classes.
  private static func doubles(_ items: [PictureItem], _ source: any PictureSource) -> [String] {
    var seen: [ContentHash: Int] = [:]
    var (across, between): ([(Int, Int)], [(Int, Int)]) = ([], [])
    for (index, item) in items.enumerated() {
      guard let first = seen[item.content] else {
        seen[item.content] = index
        continue
      }
      if items[first].side != item.side { across.append((first, index)) }
      if items[first].label != item.label { between.append((first, index)) }
    }
    func line(_ pairs: [(Int, Int)], _ what: String) -> [String] {
      guard let (a, b) = pairs.first else { return [] }
      let count = pairs.count == 1 ? "1 picture is" : "\(pairs.count) pictures are"
      return [
        "\(count) \(what): \(source.name(of: items[a].source)) = \(source.name(of: items[b].source))"
          + (pairs.count > 1 ? ", the first" : "")
      ]
    }
    return line(across, "in two parts of the data, which makes a result look better than it is")
      + line(between, "in two classes")
  }
}
