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
      chain with its values; standard output for the single input -.
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
      """, valueName: "pattern"))
  var pattern: String?

  @Option(help: "png, jpg, npy, or same for the format of the input; where no name says it.")
  var format: String?

  @Flag(help: "Replace the file that -o names.")
  var force = false

  @Option(help: "JPEG quality 1...100; below 90 colour is stored at half resolution.")
  var quality = 90

  @Option(
    help: """
      0 (stored), 1 (fast)...9 (small), or auto: level and row filter by trial on some rows.
      """)
  var pngLevel = "auto"

  @Flag(
    help: """
      Leave out ICC profile, EXIF, XMP and resolution, and in PNG the texts that name the program \
      and the command.
      """)
  var strip = false

  @Option(
    help: """
      What lies under a transparent picture, before the filter: white, black, gray, #RRGGBB or \
      R,G,B (default: pictures stay transparent; JPEG, which cannot be, takes white).
      """)
  var background: String?

  @Flag(help: "Do not wait until results are on the disk: faster for many small files.")
  var noSync = false

  func validate() throws {
    guard (1...100).contains(quality) else {
      throw ValidationError("--quality takes 1...100, not \(quality)")
    }
    if let format, format != "same", ImageFormat(fileExtension: format) == nil {
      throw ValidationError("--format takes png, jpg, npy or same, not '\(format)'")
    }
    if let pattern { try NamePattern.validate(pattern) }
    if let background, BackgroundColor(text: background) == nil {
      throw ValidationError(
        "--background takes white, black, gray, #RRGGBB or R,G,B, not '\(background)'")
    }
    if pngLevel != "auto" {
      guard let level = Int(pngLevel), (0...9).contains(level) else {
        throw ValidationError("--png-level takes 0...9 or auto, not '\(pngLevel)'")
      }
    }
  }

  var backgroundColor: BackgroundColor? { background.flatMap(BackgroundColor.init(text:)) }

  var encoding: EncodingOptions { EncodingOptions(jpegQuality: quality, pngLevel: Int(pngLevel)) }
}
