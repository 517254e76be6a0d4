import ImageCodecs

/// The folders of inputs that are repeated below the output folder.
struct MirroredFolders: Sendable {
  /// The path parts of the base, the folder below which folders are repeated.
  private let base: [[UInt8]]
  /// The identity of the base, for reaching it by another path or link.
  private let identity: FileIdentity?
  /// The folder among the inputs that a file was found in.
  private let found: [[UInt8]: String]

  /// Finds the base of the inputs.
  ///
  /// - Parameters:
  ///   - inputs: The files, and the folders that they were found in.
  ///   - root: The folder that contains all inputs; `nil` means their deepest common folder, and
  ///     for files that were found in a folder that one.
  /// - Throws: ``Failure`` with 64 for an input outside the root.
  init(inputs: InputList, root: String?) throws {
    let files = inputs.all.filter { $0 != "-" }
    found = root == nil ? inputs.folders : [:]
    guard let root else {
      base = MirroredFolders.shared(
        files.filter { inputs.folders[FileName.bytes($0)] == nil }.map(MirroredFolders.parts))
      identity = nil
      return
    }
    base = FilePath.components(root)
    identity = FileIdentity(path: root)
    for file in files where depth(of: MirroredFolders.parts(of: file)) == nil {
      throw Failure(.usage, "\(file) lies outside of --root \(root)")
    }
  }

  /// The folders of an input below the base, each with a slash at its end.
  func folders(of input: String) -> [String] {
    guard input != "-" else { return [] }
    let parts = MirroredFolders.parts(of: input)
    if let folder = found.isEmpty ? nil : found[FileName.bytes(input)] {
      return parts.dropFirst(FilePath.components(folder).count).map { FileName.string($0) + "/" }
    }
    return parts.dropFirst(depth(of: parts) ?? 0).map { FileName.string($0) + "/" }
  }

  /// The number of path parts that lead to the base; `nil` when the path does not lead through it.
  private func depth(of parts: [[UInt8]]) -> Int? {
    if parts.starts(with: base) { return base.count }
    guard let identity else { return nil }
    return (0...parts.count).last { count in
      let path = "/" + parts[..<count].map { FileName.string($0) }.joined(separator: "/")
      return FileIdentity(path: path) == identity
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
