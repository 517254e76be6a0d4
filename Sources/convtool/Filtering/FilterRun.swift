import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters
import Synchronization

/// Runs a command over all its inputs; `filter` and `pool` differ only in their chains.
struct FilterRun: Sendable {
  let operation: String
  let inputs: InputList
  let allowsDamage: Bool
  let arrays: ArrayOptions
  let names: OutputNames
  let output: OutputOptions
  let resources: ResourceOptions
  let rendering: RenderingOptions
  let explains: Bool
  let json: Bool
  /// How results are shown as numbers.
  let matrices: MatrixOutput
  /// Why standard output does not take a picture; `nil` where it does.
  var refusalOfPixels: String?
  /// The filters.
  let chain: FilterChain
  /// Filters whose maps lie side by side; `nil` for one picture.
  var bank: MapBank?
  /// Prepares the filters of a part of the bank.
  var makeChain: @Sendable ([NamedFilter]) throws -> FilterChain = { _ in
    throw Failure(.internalError, "a run without a bank")
  }

  /// Processes every input.
  ///
  /// With several inputs, a failing input does not stop the others: each failure is one line, and
  /// the exit code is 1. With a single input, the failure ends the command with its own code.
  func run() throws {
    guard inputs.all.count > 1 else {
      for input in inputs.selected { _ = try process(input, threads: resources.threadCount) }
      return
    }
    let tally = BatchTally(printsRecords: json && !explains)
    let waiting = Mutex(inputs.selected[...])
    let done = Mutex(0)
    let progress = ProgressReport(
      operation, total: inputs.selected.count, unit: "files", quiet: resources.quiet)
    try BandPipeline(threads: workers).run(
      produce: {
        waiting.withLock { waiting -> (input: String, threads: Int)? in
          // The last files share all threads, so that no thread idles while a file is processed.
          let atOnce = max(1, min(workers, waiting.count))
          return waiting.popFirst().map { ($0, resources.threadCount / atOnce) }
        }
      },
      transform: { (input, threads) in
        do {
          try tally.add(display(input), try process(input, threads: threads, isBatch: true))
        } catch {
          progress.finish()
          let failure = Failure(error, file: display(input))
          failure.report()
          try tally.add(display(input), .failed(failure))
        }
      },
      consume: { _ in
        progress.update(
          done.withLock {
            $0 += 1
            return $0
          })
      })
    progress.finish()
    if !resources.quiet { Messages.error(tally.line) }
    if tally.hasFailures { throw Failure(.someInputsFailed, nil) }
  }

  /// The number of files of a batch that are processed at the same time.
  private var workers: Int { max(1, min(resources.threadCount, inputs.selected.count)) }

  func display(_ input: String) -> String { InputSource.display(input) }

  private func process(
    _ input: String, threads: Int, isBatch: Bool = false
  ) throws -> BatchTally.Outcome {
    var path = "-"
    do {
      try names.requireName(for: input)
      let open = try opening(input)
      let reader = try open()
      let target = try names.target(for: input, holding: reader.info.format)
      path = target.path
      if names.skips(path, of: input) { return .skipped(path) }
      let mode = try matrices.mode(
        of: input, target: target, names: names, json: json, explains: explains,
        isBatch: isBatch)
      if let refusalOfPixels, path == "-", mode == .pixels, !target.format.traits.holdsFloats {
        throw Failure(.usage, refusalOfPixels)
      }
      try bank?.requireMaps(mode, draws: matrices.draws)
      try names.prepare(path)
      if bank == nil, mode != .pixels {
        try processMatrix(
          input, reader, reopened: open, mode: mode, to: path, format: target.format,
          threads: threads)
        return .done(path)
      }
      var options = rendering
      options.format = target.format
      options.collectsStatistics = explains
      if options.writesFloats, !options.format.traits.holdsFloats {
        throw Failure(
          .usage,
          "--depth float: \(options.format.traits.name) holds no floats: "
            + "\(ImageFormat.namesOfFloats) do")
      }
      // A view makes pixels, also of floats in a format that holds both.
      if reader.info.sampleType == .float32, options.view != .auto, options.depth == nil {
        options.depth = 8
      }
      let isRaw = options.isRaw(for: reader.info.sampleType)
      if let bank, bank.isNamed || !isRaw {
        try process(bank, input, to: path, options: options, threads: threads, open: open)
        return .done(path)
      }
      if !isRaw || options.linear { try arrays.setRange(of: reader) }
      let plan = try plan(for: reader.info, options)
      try checkMemory(plan, threads, input, files: isBatch ? workers : 1)
      let progress = ProgressReport(
        display(input), total: plan.outputInfo.shape.height, unit: "rows",
        quiet: resources.quiet || isBatch)
      defer { progress.finish() }
      let (report, tally) = try write(plan, reader, to: path, threads: threads, progress)
      progress.finish()
      if !resources.quiet {
        tell(display(input), reader, plan)
        tellOfNumbers(display(input), reader.info, plan)
        tellOfEmptiness(display(input), reader.info, report, tally)
      }
      if explains {
        let explanation = Explanation(
          input: display(input), output: path, info: reader.info, plan: plan, report: report,
          threads: threads, options: options)
        try explanation.print(json: json, toStandardError: path == "-")
      }
      return .done(path)
    } catch {
      // Errors of the output name the output file.
      if let error = error as? CodecError, [.cannotCreate, .writeFailed].contains(error.code) {
        throw Failure(error, file: path == "-" ? "standard output" : path)
      }
      throw Failure(error, file: display(input), isBatch: isBatch)
    }
  }

  /// Returns a function that opens an input, which works more than once for a drawing.
  private func opening(_ input: String) throws -> () throws -> any ImageReader {
    guard (matrices.draws || bank != nil) && input == "-" else {
      return {
        try InputSource.open(
          input, limits: resources.imageLimits, arrayLayout: arrays.layout,
          allowsDamage: allowsDamage)
      }
    }
    let bytes = Array(try WholeFile.contents(.standardInput, "standard input"))
    return {
      try openImage(
        ByteSource(bytes: bytes), limits: resources.imageLimits, arrayLayout: arrays.layout,
        allowsDamage: allowsDamage)
    }
  }

  func plan(
    for info: ImageInfo, _ options: RenderingOptions, chain: FilterChain? = nil
  ) throws -> FilterPlan {
    let target = options.format.traits
    if !target.holdsFloats, target.maximumDepth < 16, info.sampleType == .uint16,
      options.depth == nil
    {
      throw Failure(
        .usage, "\(target.name) holds 8 bits, the input has 16: add --depth 8, or write PNG")
    }
    return try FilterPlan(info: info, chain: chain ?? self.chain, options: options)
  }

  /// Prints a note where a few numbers became a few pixels.
  private func tellOfNumbers(_ name: String, _ info: ImageInfo, _ plan: FilterPlan) {
    let size = plan.outputInfo.shape.size
    guard info.format.traits.isText, plan.outputInfo.sampleType != .float32,
      max(info.shape.height, info.shape.width) <= MatrixLesson.largestSide
    else { return }
    Messages.note(name, "a picture of \(size) pixels: --draw draws the numbers")
  }

  /// Prints notes about a file that was read and written without error.
  func tell(_ name: String, _ reader: any ImageReader, _ plan: FilterPlan) {
    reader.notes.tell(name)
    let target = plan.outputInfo.format.traits
    for block in target.oversizedBlocks(plan.outputInfo.metadata) {
      Messages.note(name, "\(block) does not fit into a \(target.name): left out")
    }
    if plan.outputInfo.sampleType != .float32, !target.holdsColorChunks, !rendering.linear,
      reader.info.metadata.hasForeignGamma
    {
      Messages.note(name, "\(target.name) has no room for gAMA: left out; --linear encodes as sRGB")
    }
    if plan.droppedChannels > 0 {
      Messages.note(
        name,
        "the last \(plan.droppedChannels == 1 ? "channel" : "\(plan.droppedChannels) channels") of "
          + "unknown meaning left out; \(ImageFormat.namesOfFloats) hold all")
    }
    if !target.holdsAlpha, output.background == nil, plan.flattens {
      Messages.note(
        name, "\(target.name) has no transparency: composed over white, see --background")
    }
  }

  /// Prints a note when the output shows less than the user may expect.
  private func tellOfEmptiness(
    _ name: String, _ info: ImageInfo, _ report: FilterReport, _ tally: LevelTally?
  ) {
    if report.isFlatButForAlpha {
      Messages.note(
        name,
        "its color is the same everywhere, its shapes are in alpha: --background lays a color under "
          + "it before the filter")
      return
    }
    guard let flat = tally?.flatLevel else { return }
    let share = String(format: "%.4g", 100 * flat.share)
    let hint =
      info.sampleType == .float32
      ? "--range says what black and white are" : "--view stretch shows small differences"
    Messages.note(name, "\(share) % of the samples are \(flat.level): \(hint)")
  }

  func checkMemory(
    _ plan: FilterPlan, _ threads: Int, _ input: String, files: Int, extra: Int = 0
  ) throws {
    let each = Double(plan.memoryEstimate(threads: threads)) + Double(extra)
    let need = Int(min(Double(files) * each, 0x1p62))
    let limit = resources.maxMemory.bytes
    guard need > limit else { return }
    let why = plan.wholeImageReason.map { " (\($0))" } ?? ""
    throw Failure(
      .overLimit,
      "\(display(input)): needs about \(need >> 20) MB of memory\(why), the limit is "
        + "\(limit >> 20) MB: raise it with --max-memory")
  }

  private func write(
    _ plan: FilterPlan, _ reader: any ImageReader, to path: String, threads: Int,
    _ progress: ProgressReport
  ) throws -> (report: FilterReport, tally: LevelTally?) {
    try OutputFile.write(to: path, syncs: !output.noSync) { file in
      let writer = try makeWriter(plan.outputInfo, to: file, options: output.encoding)
      let tally =
        plan.outputInfo.sampleType == .float32 ? nil : LevelTally(writer, plan.outputInfo)
      let report = try plan.run(
        reader: reader, writer: tally ?? writer, threads: threads, progress: progress.update)
      return (report, tally)
    }
  }
}
