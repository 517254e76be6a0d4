import ConvCore
import ImageCodecs

/// What a word of a call is, as the file system knows it.
enum GivenFile {
  /// Whether an input can be read: a file, standard input, or a matrix.
  static func isInput(_ word: String) -> Bool {
    word == "-" || MatrixLiteral.isMeant(word) || (Files.exists(word) && !Files.isFolder(word))
      || isPart(word)
  }

  /// Whether a word names a part of a file, as a page or an array: `scan.tif:2`.
  private static func isPart(_ word: String) -> Bool {
    word.lastIndex(of: ":").map { Files.exists(String(word[..<$0])) } == true
  }

  /// Whether an input is worth a second look, because reading it as a picture must fail.
  static func isSuspicious(_ word: String) -> Bool { !isInput(word) || isModel(word) }

  /// Whether a word has the form of a file's name: it exists, or has an extension or a folder.
  static func isNamed(_ word: String) -> Bool {
    if word == "-" || Files.exists(word) { return true }
    if TypedNumber.isNumeric(word) || word.contains("=") { return false }
    let ending = FilePath.fileExtension(word)
    return word.contains("/") || (ending.first?.isLetter == true && ending.count <= 11)
  }

  /// Whether a path leads to a model by its name: a run's folder, or the extension of a model.
  static func isModel(_ path: String) -> Bool {
    let ending = FilePath.fileExtension(path).lowercased()
    if ["safetensors", "onnx"].contains(ending) || ForeignFile.endings[ending] != nil {
      return Files.exists(path) && !Files.isFolder(path)
    }
    return Files.isFolder(path) && Files.exists("\(path)/model.safetensors")
  }

  /// Whether a name ends as a result does: in a format's extension, or in a slash.
  static func isResult(_ name: String) -> Bool {
    let ending = FilePath.fileExtension(name).lowercased()
    let others = ["gif", "html", "tif", "tiff", "bmp", "webp", "pgm", "ppm", "pfm", "json"]
    return name.hasSuffix("/") || ImageFormat(fileExtension: ending) != nil
      || others.contains(ending)
  }

  /// The pictures of a folder as a pattern that a shell expands: `pictures/*.jpg`.
  static func pattern(_ folder: String) -> String {
    let names = (Files.names(in: folder) ?? []).filter { !$0.hasPrefix(".") }
    let endings = names.map { FilePath.fileExtension($0) }
      .filter { ImageFormat(fileExtension: $0) != nil }
    let counts = Dictionary(grouping: endings) { $0 }.mapValues(\.count)
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return base + (most.map { "*.\($0)" } ?? "*")
  }

  /// Whether a folder has pictures or other folders in it.
  static func holdsPictures(_ folder: String) -> Bool {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return picture(in: folder) != nil
      || (Files.names(in: folder) ?? []).contains { Files.isFolder(base + $0) }
  }

  /// The first picture of a folder.
  static func picture(in folder: String) -> String? {
    let names = (Files.names(in: folder) ?? []).filter {
      ImageFormat(fileExtension: FilePath.fileExtension($0)) != nil
    }
    return names.min().map { (folder.hasSuffix("/") ? folder : folder + "/") + $0 }
  }

  /// The file of the same folder that a missing file's name resembles most.
  static func similar(to path: String) -> String? {
    let folder = FilePath.folder(path)
    let names = (Files.names(in: folder.isEmpty ? "." : folder) ?? []).filter {
      !$0.hasPrefix(".") && !Files.isFolder(folder.isEmpty ? $0 : "\(folder)/\($0)")
    }
    let name = FilePath.name(path)
    let sameStem = names.filter { FilePath.stem($0) == FilePath.stem(name) }.sorted()
    let near = names.map { ($0, EditDistance.between(name.lowercased(), $0.lowercased())) }
      .filter { $0.1 <= min(2, name.count / 4) }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    guard let found = near ?? sameStem.first else { return nil }
    return folder.isEmpty ? found : "\(folder)/\(found)"
  }
}
