import Foundation
import ImageCodecs

/// Determines the output path of each input before anything is computed.
struct OutputNames: Sendable {
  /// The path and the format of an output.
  struct Target: Sendable {
    let path: String
    let format: ImageFormat
  }

  /// Whether the outputs go to standard output.
  let usesStandardOutput: Bool

  /// Whether the output is the numbers of a literal matrix, printed.
  let printsMatrix: Bool
  /// Whether numbers are printed if the only input is a text.
  let mayPrintNumbers: Bool

  private let options: OutputOptions
  private let operation: String
  private let wantsPixels: Bool
  /// The folder of `-o`; `nil` when `-o` is absent or not a folder.
  private let folder: String?
  private let mirrored: MirroredFolders
  private let distinct: DistinctNames
  /// The inputs that do not exist yet, by absolute path.
  private let missing: Set<[[UInt8]]>

  /// Derives the output names of all inputs.
  ///
  /// - Parameters:
  ///   - options: The options of the output.
  ///   - operation: The operation in derived names: `photo.OPERATION.png`.
  ///   - inputs: The inputs of the run.
  ///   - wantsPixels: Whether an option asks for a picture where a text would be the default.
  /// - Throws: ``Failure`` with 64 when options contradict each other, or names collide or have no
  ///   known format.
  init(
    _ options: OutputOptions, operation: String, inputs: InputList, wantsPixels: Bool = false
  ) throws {
    self.options = options
    self.operation = operation
    self.wantsPixels = wantsPixels
    let output = options.output
    let isLiteral = inputs.all.count == 1 && InputSource.isLiteral(inputs.all[0])
    usesStandardOutput =
      output == "-"
      || (output == nil && options.pattern == nil && (inputs.all == ["-"] || isLiteral))
    mayPrintNumbers =
      (isLiteral || inputs.all == ["-"]) && usesStandardOutput && options.format == nil
      && !wantsPixels
    printsMatrix = isLiteral && mayPrintNumbers
    folder = output.flatMap { $0 != "-" && OutputNames.isFolder($0) ? $0 : nil }
    try OutputNames.check(options, isFolder: folder != nil, inputs: inputs)
    // A text from a pipe gives a text, which a terminal shows.
    let mayBeText =
      mayPrintNumbers || OutputNames.chosen(options, input: .png)?.traits.isText == true
    if usesStandardOutput && !mayBeText { try StandardStreams.requireNoTerminal() }
    mirrored = try MirroredFolders(inputs: inputs, root: options.root)
    missing = Set(inputs.all.filter { !Files.exists($0) }.map(FilePath.components))
    let isDerived = folder != nil || (output == nil && !usesStandardOutput)
    guard isDerived else {
      distinct = DistinctNames()
      if options.format != .same { _ = try format(of: output ?? "-", input: .png) }
      return
    }
    let (mirrored, folder) = (mirrored, folder)
    distinct = try DistinctNames(
      inputs: inputs.all, mayLengthen: options.pattern == nil,
      hint: folder == nil ? "use -o FOLDER/" : "give --name a pattern that tells them apart"
    ) { input, isLong in
      OutputNames.path(
        for: input, isLong: isLong, format: OutputNames.expectedFormat(of: input, options),
        options: options, operation: operation, folder: folder, mirrored: mirrored)
    }
    // A pattern without a known extension is an error for all inputs.
    if options.format != .same {
      _ = try format(of: path(for: inputs.all[0], holding: .png), input: .png)
    }
  }

  /// Rejects options that exclude each other.
  private static func check(
    _ options: OutputOptions, isFolder: Bool, inputs: InputList
  ) throws {
    if let output = options.output, !isFolder {
      if inputs.all.count > 1 {
        throw Failure(
          .usage,
          "-o \(output) is one file for \(inputs.all.count) inputs: name a folder, \(output)/")
      }
      if options.pattern != nil {
        throw Failure(.usage, "--name names files of a folder: -o \(output) is a name already")
      }
    }
    if options.root != nil && !isFolder {
      throw Failure(.usage, "--root goes with -o FOLDER/, below which it is mirrored")
    }
  }

  /// Refuses an input whose output would have the name of another one.
  func requireName(for input: String) throws {
    if let refusal = distinct.refusal(of: input) { throw Failure(.usage, refusal) }
  }

  /// Finds the output path and format of an input.
  ///
  /// - Parameters:
  ///   - input: The name of the input.
  ///   - inputFormat: The format found in the input.
  /// - Returns: The path, `-` for standard output, and the format.
  /// - Throws: ``Failure`` with 64 when the name does not match the format, or a picture would go
  ///   to a terminal.
  func target(for input: String, holding inputFormat: ImageFormat) throws -> Target {
    let path = path(for: input, holding: inputFormat)
    let format = try format(of: path, input: inputFormat)
    if path == "-" && !format.traits.isText { try StandardStreams.requireNoTerminal() }
    return Target(path: path, format: format)
  }

  private func path(for input: String, holding inputFormat: ImageFormat) -> String {
    if usesStandardOutput { return "-" }
    if let output = options.output, folder == nil { return output }
    return OutputNames.path(
      for: input, isLong: distinct.isLong(input),
      format: OutputNames.chosen(options, input: inputFormat) ?? .png, options: options,
      operation: operation, folder: folder, mirrored: mirrored)
  }

  private static func path(
    for input: String, isLong: Bool, format: ImageFormat?, options: OutputOptions,
    operation: String, folder: String?, mirrored: MirroredFolders
  ) -> String {
    let pattern = options.pattern ?? .standard
    let address = FileAddress(input)
    let inputExtension = FilePath.fileExtension(address.file)
    let isKnown = ImageFormat(fileExtension: inputExtension) != nil
    // The page 2 of scan.tif is scan-2.
    let member = address.member.map { "-" + $0.replacing("/", with: "_") } ?? ""
    let name = input == "-" ? "stdin" : FilePath.name(address.file) + member
    let file = pattern.filled(
      NamePattern.Values(
        name: InputSource.stem(input)
          ?? (isKnown && !isLong ? FilePath.stem(address.file) + member : name),
        inputExtension: isKnown ? inputExtension : "", operation: operation,
        outputExtension: format?.rawValue ?? "same"))
    guard let folder else { return file }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return ([base + mirrored.folders(of: input).joined(), file]).joined()
  }

  /// The format given by the extension of a path or by `--format`.
  private func format(of path: String, input: ImageFormat) throws -> ImageFormat {
    let chosen = OutputNames.chosen(options, input: input)
    if let chosen, !chosen.traits.isWritable {
      throw Failure(
        .usage,
        "--format same: \(chosen.traits.name) is read, but not written: --format png writes a PNG")
    }
    if path == "-" { return chosen ?? (input.traits.isText && !wantsPixels ? .text : .png) }
    if options.pattern == nil && (folder != nil || options.output == nil) { return chosen ?? .png }
    let option = options.pattern == nil ? "-o" : "--name:"
    let named = ImageFormat(outputExtension: FilePath.fileExtension(path))
    if let named, let chosen, named != chosen {
      throw Failure(.usage, "\(option) \(path) is not a name for --format \(chosen.rawValue)")
    }
    guard let format = named ?? chosen else {
      throw Failure(.usage, "\(option) \(path): \(ImageFormat.refusal(ofName: path))")
    }
    return format
  }

  private static func chosen(_ options: OutputOptions, input: ImageFormat) -> ImageFormat? {
    options.format?.format(of: input)
  }

  /// The format of an output, as far as known before the input is read.
  private static func expectedFormat(of input: String, _ options: OutputOptions) -> ImageFormat? {
    guard options.format == .same else { return chosen(options, input: .png) ?? .png }
    return ImageFormat(contentOf: input)
  }

  /// Whether `--skip-existing` leaves a result that is newer than its input.
  func skips(_ path: String, of input: String) -> Bool {
    guard options.skipExisting, path != "-",
      let written = Files.modificationTime(path),
      let changed = Files.modificationTime(FileAddress(input).file)
    else { return false }
    return written > changed
  }

  /// Refuses outputs that would overwrite a file, and creates the folders of a batch.
  func prepare(_ path: String) throws {
    if ProtectedFiles.contains(path) || (path != "-" && isMissingInput(path)) {
      throw Failure(
        .cannotCreate,
        "\(path == "-" ? "standard output" : path): the output is one of the inputs")
    }
    guard path != "-" else { return }
    if folder != nil {
      let parent = FilePath.folder(path)
      try about(parent) { try Files.makeFolder(parent) }
    } else if options.output != nil {
      try OutputNames.requireNew(path, force: options.force)
    }
  }

  /// Refuses to replace a file that the user named, unless `--force` is given.
  static func requireNew(_ path: String, force: Bool) throws {
    guard path == "-" || force || FileIdentity(path: path)?.isRegular != true else {
      throw Failure(.cannotCreate, "\(path): exists already: --force replaces it")
    }
  }

  private func isMissingInput(_ path: String) -> Bool {
    !missing.isEmpty && missing.contains(FilePath.components(path))
  }

  private static func isFolder(_ path: String) -> Bool {
    path.utf8.last == UInt8(ascii: "/") || Files.isFolder(path)
  }
}
