import ImageCodecs

/// The sub-folders of inputs that a folder of results repeats.
struct MirroredFolders: Sendable {
  /// The parts of the folder below which folders are repeated.
  private let base: [[UInt8]]

  /// - Parameter root: The folder below which all inputs lie; without it the deepest one that they
  ///   share.
  /// - Throws: ``Failure`` with 64 for an input outside of the root.
  init(inputs: [String], root: String?) throws {
    let files = inputs.filter { $0 != "-" }
    guard let root else {
      base = MirroredFolders.shared(files.map(MirroredFolders.parts))
      return
    }
    base = FilePath.components(root)
    for file in files where !MirroredFolders.parts(of: file).starts(with: base) {
      throw Failure(.usage, "\(file) lies outside of --root \(root)")
    }
  }

  /// The folders of an input below the base, each with a slash behind it.
  func folders(of input: String) -> [String] {
    guard input != "-" else { return [] }
    return MirroredFolders.parts(of: input).dropFirst(base.count).map {
      FileName.string($0) + "/"
    }
  }

  private static func parts(of file: String) -> [[UInt8]] {
    Array(FilePath.components(file).dropLast())
  }

  private static func shared(_ all: [[[UInt8]]]) -> [[UInt8]] {
    guard var common = all.first else { return [] }
    for folders in all.dropFirst() {
      common = Array(zip(common, folders).prefix { $0.0 == $0.1 }.map(\.0))
    }
    return common
  }
}
