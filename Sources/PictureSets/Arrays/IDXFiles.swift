internal import ConvCore
internal import Foundation
internal import ImageCodecs

/// Pairs of IDX files of any size and number of classes, plain or compressed by gzip.
///
/// The names are those of MNIST and of the sets that took its place, `train-images-idx3-ubyte`,
/// `t10k-labels-idx1-ubyte.gz`, `emnist-letters-train-images-idx3-ubyte.gz`, with dots or in
/// capitals. EMNIST's pictures are stored with rows and columns exchanged.
struct IDXFiles {
  /// The bytes of a file after its header, and the numbers of the header.
  private struct Content {
    let bytes: RandomAccessBytes
    let first: Int
    let dimensions: [Int]
  }

  private struct Pair {
    let images: String
    var labels: String?
    let side: PictureSide?
  }

  let folder: ArrayFolder
  /// Whether the user says that rows and columns are exchanged.
  let isTransposed: Bool
  /// The most bytes of a gzip file's content.
  let memory: Int

  /// Reads the folder.
  ///
  /// - Parameters:
  ///   - file: One of the files of the set, where the folder holds several.
  ///   - known: The names of the classes that there may be.
  /// - Returns: The pictures with their classes; `nil` when the folder holds no such files.
  /// - Throws: ``PictureSetError`` when images or labels are missing or damaged, or the folder
  ///   holds several sets and `file` names none.
  func read(file: String?, known: [String]?) throws(PictureSetError) -> ArraySet? {
    let sets = sets()
    guard !sets.isEmpty else {
      if let lonely = folder.files.first(where: { $0.lowercased().contains("ubyte") }) {
        throw PictureSetError(.noInput, "no images beside \(lonely): IDX files come in pairs")
      }
      return nil
    }
    let wanted = file.flatMap { file in sets.first { $0.value.contains { $0.images == file } }?.key
    }
    guard let key = wanted ?? (sets.count == 1 ? sets.first?.key : nil), var pairs = sets[key]
    else {
      let names = sets.values.compactMap(\.first?.images).sorted()
      throw PictureSetError(
        .usage,
        "holds \(sets.count) sets of IDX files: name the images of one, such as "
          + "\(folder.path)/\(names[0])")
    }
    if known != nil, pairs.contains(where: { $0.side == .test }) {
      pairs.removeAll { $0.side != .test }
    }
    var parts: [ArrayPart] = []
    for pair in pairs { parts.append(try part(pair, key)) }
    let shape = parts[0].shape
    if let other = parts.first(where: { $0.shape != shape }) {
      throw PictureSetError(
        .damaged,
        "\(other.name): pictures of \(other.shape.size), those of \(parts[0].name) have "
          + "\(shape.size)")
    }
    return try ArraySet(ArrayPictures(parts), names: try names(key), known: known)
  }

  // MARK: Names

  /// The pairs of files by the name of their set, which is empty for MNIST's own names.
  private func sets() -> [String: [Pair]] {
    var sets: [String: [Pair]] = [:]
    for file in folder.files {
      guard let stem = IDXFiles.stem(file, "images") else { continue }
      var words = stem.split(separator: "-").map(String.init)
      let sides: [String: PictureSide] = ["train": .train, "t10k": .test, "test": .test]
      let side = words.last.flatMap { sides[$0] }
      if side != nil { words.removeLast() }
      let labels = folder.files.first { IDXFiles.stem($0, "labels") == stem }
      let pair = Pair(images: file, labels: labels, side: side)
      let key = words.joined(separator: "-")
      // A plain file is preferred to a gzip file of the same name.
      if let same = sets[key]?.firstIndex(where: { $0.side == side }) {
        if sets[key]?[same].images.lowercased().hasSuffix(".gz") == true { sets[key]?[same] = pair }
      } else {
        sets[key, default: []].append(pair)
      }
    }
    return sets.mapValues {
      $0.sorted { ($0.side == .train ? 0 : 1) < ($1.side == .train ? 0 : 1) }
    }
  }

  /// The part of a file's name before `-images-idx3-ubyte`; `nil` for another file.
  private static func stem(_ file: String, _ what: String) -> String? {
    var name = FilePath.name(file).lowercased()
    if name.hasSuffix(".gz") { name = String(name.dropLast(3)) }
    name = name.replacing(".", with: "-").replacing("_", with: "-")
    for kind in ["idx3", "idx4", "idx1"] {
      let end = "-\(what)-\(kind)-ubyte"
      if name.hasSuffix(end) { return String(name.dropLast(end.count)) }
      if name == end.dropFirst() { return "" }
    }
    return nil
  }

  private func names(_ key: String) throws(PictureSetError) -> [Int: String] {
    if let names = try folder.classNames(["class_names.txt"]) {
      return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, $1) })
    }
    return EMNISTNames.names(key)
  }

  // MARK: Content

  private func part(_ pair: Pair, _ key: String) throws(PictureSetError) -> ArrayPart {
    guard let labelFile = pair.labels else {
      throw PictureSetError(.noInput, "no labels beside \(pair.images)")
    }
    let images = try content(pair.images, magics: [2051: 3, 2052: 4])
    let labels = try content(labelFile, magics: [2049: 1])
    let sides = images.dimensions
    guard sides[0] == labels.dimensions[0] else {
      throw PictureSetError(
        .damaged,
        "\(labelFile): \(labels.dimensions[0]) labels for the \(sides[0]) pictures of \(pair.images)"
      )
    }
    let channels = sides.count == 4 ? sides[3] : 1
    guard sides.allSatisfy({ $0 > 0 }), channels == 1 || channels == 3 else {
      throw PictureSetError(
        .damaged,
        "\(pair.images): pictures of \(sides.dropFirst().map(String.init).joined(separator: "×"))")
    }
    let turns = (isTransposed || key.hasPrefix("emnist")) && channels == 1
    let shape = ImageShape(
      height: turns ? sides[2] : sides[1], width: turns ? sides[1] : sides[2], channels: channels)
    let numbers: [UInt8]
    do { numbers = try labels.bytes.bytes(labels.first..<labels.first + sides[0]) } catch {
      throw PictureSetError(.damaged, "\(labelFile): \(error)")
    }
    return ArrayPart(
      samples: .bytes(images.bytes, first: images.first, distance: shape.count),
      order: turns ? .transposed : .interleaved, shape: shape, name: FilePath.name(pair.images),
      count: sides[0], labels: numbers.map(Int.init), side: pair.side)
  }

  private func content(
    _ name: String, magics: [Int: Int]
  ) throws(PictureSetError) -> Content {
    do throws(CodecError) {
      let file = try RandomAccessBytes(path: "\(folder.path)/\(name)", limit: memory)
      guard file.count >= 2, try file.bytes(0..<2) == [0x1F, 0x8B] else {
        let head = try file.bytes(0..<min(20, file.count))
        let (dimensions, first) = try IDXFiles.header(head, magics)
        try IDXFiles.check(file.count - first, dimensions)
        return Content(bytes: file, first: first, dimensions: dimensions)
      }
      let packed = try InflatingReader(try file.bytes(0..<file.count))
      var head = try packed.read(4)
      head += try packed.read(4 * (magics[IDXFiles.number(head, 0)] ?? 0))
      let (dimensions, _) = try IDXFiles.header(head, magics)
      let size = try IDXFiles.size(dimensions)
      guard size <= memory else {
        throw CodecError.overLimit(
          .memory, "\(size) bytes inside a gzip file, the limit is \(memory)")
      }
      let bytes = try packed.read(size)
      try IDXFiles.check(bytes.count, dimensions)
      try packed.finish()
      return Content(bytes: RandomAccessBytes(bytes: bytes), first: 0, dimensions: dimensions)
    } catch {
      let code: PictureSetError.Code =
        switch error.code {
        case .noInput: .noInput
        case .overLimit: .overLimit
        default: .damaged
        }
      let way = code == .overLimit ? ": raise it with --max-memory, or unpack the file" : ""
      throw PictureSetError(code, "\(name): \(error)\(way)")
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int {
    bytes.dropFirst(start).prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func header(
    _ bytes: [UInt8], _ magics: [Int: Int]
  ) throws(CodecError) -> (dimensions: [Int], length: Int) {
    let magic = number(bytes, 0)
    guard bytes.count >= 4, let count = magics[magic] else {
      throw CodecError(
        .damaged,
        "no IDX file of bytes: begins with \(magic), not "
          + magics.keys.sorted().map(String.init).joined(separator: " or "))
    }
    guard bytes.count >= 4 + 4 * count else { throw CodecError(.damaged, "a header cut short") }
    return ((0..<count).map { number(bytes, 4 + 4 * $0) }, 4 + 4 * count)
  }

  private static func size(_ dimensions: [Int]) throws(CodecError) -> Int {
    var size = 1
    for side in dimensions {
      let (product, overflow) = size.multipliedReportingOverflow(by: side)
      guard !overflow, product <= 1 << 40 else {
        throw CodecError(.damaged, "promises more than a terabyte")
      }
      size = product
    }
    return size
  }

  private static func check(_ count: Int, _ dimensions: [Int]) throws(CodecError) {
    let promised = try size(dimensions)
    guard count != promised else { return }
    throw CodecError(
      .damaged,
      count < promised
        ? "cut short: \(promised - count) bytes are missing (the header promises \(promised))"
        : "\(count - promised) bytes too many (the header promises \(promised))")
  }
}
