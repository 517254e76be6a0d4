import Foundation
import ImageCodecs

/// Decides where each input's result goes, before anything is computed.
struct OutputNames {
  let options: OutputOptions
  let operation: String
  private let inputs: InputList
  private let commonFolder: [String]
  private let identities: Set<FileIdentity>

  /// - Parameter operation: What a derived name says: `photo.OPERATION.png`.
  init(_ options: OutputOptions, operation: String, inputs: InputList) throws {
    self.options = options
    self.operation = operation
    self.inputs = inputs
    commonFolder = OutputNames.commonFolder(inputs.all.filter { $0 != "-" })
    identities = Set(inputs.all.compactMap(FileIdentity.init(path:)))
    if inputs.all.count > 1, let output = options.output, !isFolder(output) {
      throw Failure(
        .usage, "-o \(output) is one file for \(inputs.all.count) inputs: name a folder, \(output)/"
      )
    }
    var seen: [String: String] = [:]
    for input in inputs.all where options.output != "-" {
      let path = path(for: input)
      if let other = seen.updateValue(input, forKey: path) {
        throw Failure(
          .usage, "\(other) and \(input) would both become \(path): use -o FOLDER/")
      }
    }
    _ = try format(of: options.output ?? "x")
  }

  /// The path of an input's result.
  func path(for input: String) -> String {
    let name = "\(stem(of: input)).\(operation).\(derivedFormat.rawValue)"
    guard let output = options.output else { return name }
    guard isFolder(output) else { return output }
    let folders = folders(of: input).dropFirst(commonFolder.count)
    let base = output.hasSuffix("/") ? String(output.dropLast()) : output
    return ([base] + folders + [name]).joined(separator: "/")
  }

  /// The format that a path's extension or `--format` names.
  func format(of path: String) throws -> ImageFormat {
    let chosen = options.format.flatMap(ImageFormat.init(fileExtension:))
    guard let output = options.output, output != "-", !isFolder(output) else {
      return chosen ?? .png
    }
    let named = ImageFormat(fileExtension: (path as NSString).pathExtension)
    if let named, let chosen, named != chosen {
      throw Failure(.usage, "-o \(path) is not a name for --format \(chosen.rawValue)")
    }
    guard let format = named ?? chosen else {
      throw Failure(.usage, "-o \(path): the name ends in neither .png, .jpg nor .npy")
    }
    return format
  }

  /// Refuses outputs that would destroy something, and makes the folders of a batch.
  func prepare(_ path: String) throws {
    guard path != "-" else { return }
    if let identity = FileIdentity(path: path), identities.contains(identity) {
      throw Failure(.cannotCreate, "\(path): the output is one of the inputs")
    }
    guard let output = options.output else { return }
    if isFolder(output) {
      let folder = (path as NSString).deletingLastPathComponent
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch { throw Failure(.cannotCreate, "\(folder): cannot create the folder") }
    } else if FileIdentity(path: path)?.isRegular == true && !options.force {
      throw Failure(.cannotCreate, "\(path): exists already: --force replaces it")
    }
  }

  private var derivedFormat: ImageFormat {
    options.format.flatMap(ImageFormat.init(fileExtension:)) ?? .png
  }

  private func isFolder(_ path: String) -> Bool {
    path.hasSuffix("/") || FileIdentity(path: path)?.isFolder == true
  }

  private func stem(of input: String) -> String {
    if input == "-" { return "stdin" }
    let name = (input as NSString).lastPathComponent
    let stem = (name as NSString).deletingPathExtension
    return ImageFormat(fileExtension: (name as NSString).pathExtension) == nil ? name : stem
  }

  private func folders(of input: String) -> [String] { OutputNames.folders(of: input) }

  private static func folders(of input: String) -> [String] {
    guard input != "-" else { return [] }
    let absolute = URL(fileURLWithPath: input).standardizedFileURL.path
    return Array(
      (absolute as NSString).deletingLastPathComponent.split(separator: "/").map(String.init))
  }

  private static func commonFolder(_ inputs: [String]) -> [String] {
    let all = inputs.map(folders(of:))
    guard var common = all.first else { return [] }
    for folders in all.dropFirst() {
      common = Array(zip(common, folders).prefix { $0.0 == $0.1 }.map(\.0))
    }
    return common
  }
}

/// What a path leads to, whatever it is called.
struct FileIdentity: Hashable {
  let device: UInt64
  let node: UInt64
  let isRegular: Bool
  let isFolder: Bool

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }
}
