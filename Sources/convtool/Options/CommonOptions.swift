import ArgumentParser
import Foundation
import ImageCodecs
import ImageFilters

/// Which files are read.
struct InputOptions: ParsableArguments {
  @Argument(help: "JPEG, PNG or NPY files, told apart by content; - is standard input.")
  var inputs: [String] = []

  @Option(
    help: """
      A file that names more inputs, one a line or with bytes of 0 between them; - is standard \
      input.
      """)
  var filesFrom: String?

  @Option(
    help: """
      I/N does every N-th input, counted from 1; auto reads SLURM_ARRAY_TASK_ID and \
      SLURM_ARRAY_TASK_COUNT.
      """)
  var shard: String?

  @Flag(
    help: """
      Keep what can be decoded of a picture that is cut short or damaged, and say how much that \
      is; otherwise it is an error.
      """)
  var allowTruncated = false
}

/// Where results go.
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

/// How many threads work.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; all cores by default, or CONVTOOL_THREADS.")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes 1...1024, not \(threads)")
    }
    if threads == nil, let text = environmentThreads, !(1...1024).contains(Int(text) ?? 0) {
      throw ValidationError("CONVTOOL_THREADS takes 1...1024, not '\(text)'")
    }
  }

  var count: Int {
    threads ?? environmentThreads.flatMap(Int.init) ?? ProcessInfo.processInfo.activeProcessorCount
  }

  private var environmentThreads: String? {
    // An empty variable is one that is not set.
    ProcessInfo.processInfo.environment["CONVTOOL_THREADS"].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// How much a run may use and say.
struct ResourceOptions: ParsableArguments {
  @OptionGroup var threads: ThreadOptions

  @Option(help: "The largest image, height x width in pixels.")
  var maxPixels = 1 << 30

  @Option(help: "The most memory to plan for, in bytes, or with K, M or G behind the number.")
  var maxMemory = "2G"

  @Option(help: "The most scans of a progressive JPEG; each takes the time of a whole picture.")
  var maxScans = 100

  @Flag(help: "No progress, no notes.")
  var quiet = false

  func validate() throws {
    guard (1...1 << 36).contains(maxPixels) else {
      throw ValidationError("--max-pixels takes 1...\(1 << 36), not \(maxPixels)")
    }
    guard (1...1_000_000).contains(maxScans) else {
      throw ValidationError("--max-scans takes 1...1000000, not \(maxScans)")
    }
    guard memoryLimit != nil else {
      throw ValidationError("--max-memory takes a size such as 500M or 2G, not '\(maxMemory)'")
    }
  }

  var threadCount: Int { threads.count }

  var imageLimits: ImageLimits { ImageLimits(pixels: maxPixels, scans: maxScans) }

  /// Bytes.
  var memoryLimit: Int? {
    let units = ["": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let digits = maxMemory.prefix { $0.isASCII && $0.isNumber }
    // 500M, 500MB and 500MiB are the same.
    var unit = maxMemory.dropFirst(digits.count).lowercased()
    if unit.hasSuffix("b") { unit.removeLast() }
    if unit.count == 2, unit.hasSuffix("i") { unit.removeLast() }
    guard let number = Int(digits), number > 0, let factor = units[unit] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : bytes
  }
}
