import Foundation
import ImageCodecs

/// The inputs of a command, from arguments and lists; a shard selects some of them.
struct InputList {
  /// Every input before sharding; names are derived from all inputs.
  let all: [String]
  /// The inputs to process.
  let selected: [String]
  /// The folder among the arguments that an input was found in, by the bytes of the input's path.
  let folders: [[UInt8]: String]

  /// Collects the inputs and protects their files from the outputs of this run.
  ///
  /// - Parameters:
  ///   - options: The arguments and lists.
  ///   - output: The folder of results, in which no input is looked for.
  /// - Throws: ``Failure`` with 64 without an input or with standard input twice, with 66 when a
  ///   list or a folder cannot be read.
  init(_ options: InputOptions, output: String? = nil) throws {
    try WrongCall.requireInputs(options.inputs)
    var paths = options.inputs
    if let list = options.filesFrom { paths += try InputList.names(in: list) }
    var folders: [[UInt8]: String] = [:]
    if options.recursive {
      (paths, folders) = try PictureFolder.expanded(paths, without: output)
    }
    self.folders = folders
    guard !paths.isEmpty else {
      throw Failure(
        .usage,
        "no input: name a \(ImageFormat.names("or")) file, a matrix, or - for standard input")
    }
    let standardInputs = paths.count { $0 == "-" } + (options.filesFrom == "-" ? 1 : 0)
    guard standardInputs <= 1 else { throw Failure(.usage, "standard input is named twice") }
    all = paths
    selected = try options.shard?.selected(of: paths) ?? paths
    for path in all + [options.filesFrom].compactMap({ $0 }) { ProtectedFiles.protect(path) }
  }

  /// Reads the names of a list, one per line, or separated by 0 bytes as in `find -print0`.
  private static func names(in list: String) throws -> [String] {
    let data: Data
    if list == "-" {
      data = try WholeFile.contents(.standardInput, "standard input")
    } else {
      guard let contents = try WholeFile.contents(list) else {
        throw Failure(.noInput, "\(list): no such list of files")
      }
      data = contents
    }
    let bytes = PlainText.utf8(Array(data))
    if bytes.contains(0) { return bytes.split(separator: 0).map(FileName.string) }
    return bytes.split(separator: UInt8(ascii: "\n"))
      .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
      .filter { !$0.isEmpty }.map(FileName.string)
  }
}
