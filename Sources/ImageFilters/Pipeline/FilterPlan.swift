public import ConvCore
public import ImageCodecs
import RowLoops
import Synchronization

/// A chain of filters prepared for one image: shapes, bands, memory.
///
/// Rows stream through in bands: reader → rows of floats → filters → samples → writer. The height
/// of a band depends only on the image and the filters, so the output bytes do not depend on the
/// number of threads.
public struct FilterPlan: Sendable {
  /// The filters of the plan.
  public let chain: FilterChain
  /// The description of the output file.
  public let outputInfo: ImageInfo
  /// The number of output rows of a band.
  public let bandRows: Int
  /// The view in use, never `auto`.
  public let view: ResponseView
  /// The layouts from the input to the response, one more than there are filters.
  public let layouts: [PixelLayout]
  /// The reason why the whole image is held in memory; `nil` when the image is streamed.
  public let wholeImageReason: String?

  let input: PictureInput
  let preparation: SamplePreparation
  let rendering: Rendering
  /// All filters as one operation, alpha included.
  package let operation: any RowOperation
  let engine: Engine

  /// Prepares a chain of filters for an image.
  ///
  /// - Throws: `ShapeError` when a filter does not accept the image's shape; `CodecError` when
  ///   the file is not a picture or does not define its light.
  public init(
    info: ImageInfo, chain: FilterChain, options: RenderingOptions, engine: Engine = .preferred
  ) throws {
    input = try PictureInput(info, options: options, chain: chain)
    let info = input.info
    self.engine = engine
    let isRaw = options.isRaw(for: info.sampleType)
    let output: SampleType =
      switch options.depth {
      case _ where isRaw: .float32
      case 16: .uint16
      case nil where info.sampleType == .uint16 && options.format.traits.maximumDepth >= 16: .uint16
      default: .uint8
      }
    let chain = try chain.adapted(
      to: SampleUse(
        input: info.sampleType, output: output, format: options.format,
        isPlain: options.view == .auto && !options.linear, scale: options.scale,
        bias: options.bias), hasAlpha: info.hasAlpha)
    self.chain = chain
    // Floats of unknown range are assumed to be in the units of the output.
    let maximum = input.brightness ?? output.maximum ?? 255
    view =
      options.view == .auto ? chain.defaultView : options.view
    let gray =
      options.gray
      || (view.colorMap != nil && !isRaw && !chain.spansDepth)
    preparation = SamplePreparation(
      info: info, gray: gray,
      light: try options.linear
        ? PictureLight(info.metadata, needsLuminance: gray && info.colorChannels == 3) : nil,
      premultiplies: !chain.isPointwise, black: input.black, maximum: maximum)
    layouts = try chain.layouts(for: preparation.layout)
    operation = chain.operation(
      on: layouts, maximum: info.sampleType == .float32 ? nil : Double(UInt16.max)
    ).adapted(toBrightness: maximum)
    let response = layouts[layouts.count - 1]
    let written = view.layout(for: response, output: output)
    var metadata = options.strips ? Metadata() : info.metadata.describing(written.shape.size)
    metadata.keepColors(
      from: info.colorChannels, to: written.color.channels, format: options.format)
    rendering = Rendering(
      view: view, scale: chain.givesLevels ? 1 : options.scale,
      bias: chain.givesLevels ? 0 : options.bias, inputMaximum: maximum, output: output,
      light: try options.linear ? PictureLight(metadata, needsLuminance: false).curve : nil,
      unpremultiplies: chain.isSmoothing && !chain.isPointwise,
      collectsStatistics: options.collectsStatistics)
    if !options.strips { metadata.texts = options.texts }
    outputInfo = ImageInfo(
      format: options.format, shape: written.shape, sampleType: output,
      hasAlpha: written.hasAlpha && !(isRaw && options.format.traits.isArray), metadata: metadata)
    let needsRange = view.needsRange && output != .float32
    wholeImageReason =
      info.wholeImageReason ?? chain.wholeImageReason
      ?? (needsRange ? "view \(view.rawValue) needs the range of the whole response" : nil)
    bandRows = FilterPlan.bandRows(
      operation, layouts, strip: options.format.traits.stripRows(written.shape))
  }

  /// The height of a band, whose floats take about 1.5 MB and so stay in a cache near a core.
  ///
  /// The height is at least twice the number of input rows of one output row, because neighboring
  /// bands compute shared rows twice. Where the file has strips, a band holds whole ones, so that
  /// the threads of the bands encode them.
  private static func bandRows(
    _ operation: any RowOperation, _ layouts: [PixelLayout], strip: Int?
  ) -> Int {
    let output = layouts[layouts.count - 1].shape
    let longest = layouts.map(\.shape.rowLength).max() ?? 1
    let near = max(16, 1_500_000 / 4 / max(longest, 1))
    let probe =
      operation.wholeImageReason == nil
      ? operation.inputRows(for: 0..<min(1, output.height), of: layouts[0].shape).count : 0
    let grain = operation.rowGrain
    var rows = grain > 1 ? (max(near, grain) / grain) * grain : max(near, 2 * probe)
    if let strip, grain <= 1 { rows = max(1, (rows + strip / 2) / strip) * strip }
    return min(rows, max(output.height, 1))
  }

  /// Runs the plan: reads, filters and writes the image.
  ///
  /// - Parameters:
  ///   - reader: Reads the picture that the plan was made for.
  ///   - writer: Writes a picture of ``outputInfo``.
  ///   - threads: Threads at work; the output does not depend on it.
  ///   - progress: Called with the number of output rows written so far.
  /// - Returns: The statistics of the run, such as the range of the responses, as far as they are
  ///   collected.
  /// - Throws: `CodecError` of the reader or the writer.
  public func run(
    reader: any ImageReader, writer: any ImageWriter, threads: Int,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> FilterReport {
    let watched = input.reader(reader)
    let counter = rendering.collectsStatistics ? CountingReader(watched, engine: engine) : nil
    let (operation, next) = try work(counter ?? watched, threads: threads)
    let report = Mutex(FilterReport())
    let encode: @Sendable (OutputBand) throws -> EncodedBand = { band in
      EncodedBand(
        rows: try writer.encode(band.samples, rows: band.rows), report: band.report,
        lastRow: band.rows.upperBound)
    }
    let write: @Sendable (EncodedBand) throws -> Void = { band in
      try writer.append(band.rows)
      report.withLock { $0.add(band.report) }
      progress(band.lastRow)
    }
    let pipeline = BandPipeline(threads: threads)
    if needsRange {
      let responses = try pipeline.collect(next) { job in
        let response = response(to: job, by: operation)
        return (rows: response, range: extremes(of: response))
      }
      let range = responses.reduce(nil as ClosedRange<Float>?) { $0.union($1.range) }
      let waiting = Mutex(Array(responses.reversed()))
      try pipeline.run(
        produce: { waiting.withLock { $0.popLast() } },
        transform: { try encode(rendered($0.rows, range: range)) }, consume: write)
    } else {
      try pipeline.run(
        produce: next, transform: { try encode(output(of: $0, by: operation)) }, consume: write)
    }
    try writer.finish()
    return report.withLock { report in
      report.isFlatButForAlpha = (watched as? AlphaWatch)?.isFlatButForAlpha ?? false
      report.nonfiniteInput = counter?.nonfinite ?? 0
      return report
    }
  }

  /// Reads and filters the image into memory, without rounding.
  ///
  /// - Throws: `CodecError` of the reader.
  public func response(reader: any ImageReader, threads: Int) throws -> Image {
    let (operation, next) = try work(input.reader(reader), threads: threads)
    let strips = try BandPipeline(threads: threads).collect(next) {
      response(to: $0, by: operation)
    }
    return Image(shape: layouts[layouts.count - 1].shape, samples: strips.flatMap(\.samples))
  }

  /// Renders each channel of a response as a separate picture, all on one scale.
  public func renderedMaps(
    _ response: Image
  ) -> (tiles: [SampleBuffer], shape: ImageShape, report: FilterReport) {
    var report = FilterReport()
    report.range = extremes(of: response.strip)
    report.nonfinite = nonfinite(response.strip)
    let planes = response.strip.planes(engine)
    var shape = response.shape
    shape.channels = 1
    let size = shape.height * shape.width
    let tiles = (0..<response.shape.channels).map { map in
      let plane = ImageRows(
        shape: shape, rows: 0..<shape.height, samples: Array(planes[map * size..<(map + 1) * size]))
      let (samples, clipped) = rendering.samples(
        plane, hasAlpha: false, range: report.range, engine: engine)
      report.clipped += clipped
      report.samples += samples.count
      return samples
    }
    let layout = view.layout(
      for: PixelLayout(shape: shape, hasAlpha: false), output: rendering.output)
    return (tiles, layout.shape, report)
  }

  /// Whether output samples depend on the range of all responses.
  private var needsRange: Bool { view.needsRange && rendering.output != .float32 }
}

/// An encoded band, with its statistics.
private struct EncodedBand: Sendable {
  let rows: EncodedRows
  let report: FilterReport
  let lastRow: Int
}

extension FilterPlan {
  /// The value that is white, in the units of the response.
  package var white: Float { rendering.inputMaximum }

  /// The number of last channels of the input that are left out.
  package var droppedChannels: Int { input.dropsChannels }

  /// Whether a background color is composed under a picture with alpha.
  public var flattens: Bool { input.flattens }

  /// The bytes that a run holds at once: bands in flight, or the whole image with its floats.
  ///
  /// The estimate is limited to 2⁶² bytes.
  public func memoryEstimate(threads: Int) -> Int {
    let info = preparation.info
    let inputRow = Double(info.shape.rowLength * info.sampleType.byteCount)
    let floats =
      layouts.map { Double($0.shape.rowLength) }
      .reduce(Double(info.shape.rowLength), +) * 4
    let outputRow =
      Double(outputInfo.shape.rowLength) * Double(4 + 2 * outputInfo.sampleType.byteCount)
    let height = Double(info.shape.height)
    let rows =
      chain.wholeImageReason == nil
      ? min(Double(bandRows + 2 * reach) * Double(threads + 2), height) : height
    var bytes = rows * (inputRow + floats + outputRow) + Double(info.decoderMemory)
    let working = Double(chain.stages.map(\.filter.workingImages).max() ?? 0)
    bytes += working * height * Double(layouts.map(\.shape.rowLength).max() ?? 0) * 4
    // A reader that turns or deinterlaces holds all samples; a view that needs the range holds all
    // responses.
    if info.wholeImageReason != nil { bytes += height * inputRow }
    bytes += Double(outputInfo.format.traits.writerMemory(outputInfo))
    if view.needsRange && rendering.output != .float32 {
      let response = layouts[layouts.count - 1].shape
      bytes += Double(response.height) * Double(response.rowLength) * 4
    }
    return Int(min(bytes, 0x1p62))
  }

  /// The number of input rows that an output row in the middle depends on.
  public var reach: Int {
    let middle = layouts[layouts.count - 1].shape.height / 2
    return operation.inputRows(for: middle..<middle + 1, of: layouts[0].shape).count
  }
}
