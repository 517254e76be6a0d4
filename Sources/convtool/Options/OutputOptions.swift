import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// The options for output files.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: """
      A file (its extension chooses the format), a folder ending in / for several inputs, or - for \
      standard output. FOLDER/ mirrors the sub-folders below what all inputs of the call share; \
      with xargs, find -exec or a scheduler, where no call sees all inputs, --root says it \
      instead. Without -o: NAME.OPERATION.png in the current folder, where OPERATION is the whole \
      chain with its values; standard output for the single input -, and the numbers on standard \
      output for a single matrix such as '1 2; 3 4', which -o p.png draws.
      """)
  var output: String?

  @Option(
    help: """
      With -o FOLDER/: what lies below this folder is mirrored, whatever else is in the call; an \
      input outside of it is an error.
      """)
  var root: String?

  @Option(
    name: .customLong("name"),
    help: ArgumentHelp(
      """
      The names of results, where -o names no file: {name} is the input's name without its \
      extension, {inext} that extension, {operation} the chain, {ext} that of the output \
      (default: '{name}.{operation}.{ext}').
      """, valueName: "pattern"), transform: NamePattern.init(_:))
  var pattern: NamePattern?

  @Option(
    help: """
      The format where no name says it; same is that of the input. npy, pfm, txt and csv hold the raw \
      response; tiff does for inputs of floats and with --depth float.
      """)
  var format: FormatChoice?

  @Flag(help: "Replace the file that -o names.")
  var force = false

  @Flag(help: "Leave results that are newer than their inputs: what a call before has done.")
  var skipExisting = false

  @Option(help: "JPEG quality; below 90 color is stored at half resolution (default: 90).")
  var quality: Whole<1, 100>?

  @Option(
    help: """
      0 (stored), 1 (fast)...9 (small); auto tries level and row filter on some rows (default: auto).
      """)
  var pngLevel: PNGLevel?

  @Flag(
    help: """
      Leave out ICC profile, EXIF, XMP and resolution, and in PNG the texts that name the program \
      and the command.
      """)
  var strip = false

  @Option(
    help: """
      What lies under a transparent picture, before the filter (default: pictures stay \
      transparent; JPEG, which cannot be, takes white).
      """)
  var background: BackgroundColor?

  @Flag(help: "Do not wait until results are on the disk: faster for many small files.")
  var noSync = false

  var encoding: EncodingOptions {
    EncodingOptions(jpegQuality: quality?.value ?? 90, pngLevel: pngLevel?.level)
  }

  /// Refuses an option of a format that no result has.
  func validate() throws {
    let given = [("jpg", "--quality", quality != nil), ("png", "--png-level", pngLevel != nil)]
    for (ending, option, isGiven) in given where isGiven {
      guard let written, let format = ImageFormat(fileExtension: ending), written != format else {
        continue
      }
      let name = output.map { $0.hasSuffix("/") ? "there" : $0 } ?? "here"
      throw ValidationError(
        "\(option) is for \(format.traits.name), and the result is \(written.traits.name) \(name): "
          + "--format \(ending) says otherwise")
    }
  }

  /// The format of the results; `nil` where that depends on the input, or is not known.
  private var written: ImageFormat? {
    if let format {
      if case .format(let named) = format { return named }
      return nil
    }
    if let pattern { return ImageFormat(fileExtension: FilePath.fileExtension(pattern.example)) }
    guard let output, output != "-", !output.hasSuffix("/"), !Files.isFolder(output) else {
      return output == "-" ? nil : ImageFormat(fileExtension: "png")
    }
    return ImageFormat(fileExtension: FilePath.fileExtension(output))
  }
}
