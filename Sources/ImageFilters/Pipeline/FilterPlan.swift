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
    self.chain = chain
    self.engine = engine
    let output: SampleType =
      switch options.depth {
      case _ where options.format.traits.holdsFloats: .float32
      case 16: .uint16
      case nil where info.sampleType == .uint16 && options.format.traits.maximumDepth >= 16: .uint16
      default: .uint8
      }
    // Floats of unknown range are assumed to be in the units of the output.
    let maximum = input.brightness ?? output.maximum ?? 255
    view =
      options.view == .auto ? chain.natural : options.view
    let gray =
      options.gray
      || (view == .diverging && !options.format.traits.holdsFloats && !chain.spansDepth)
    preparation = SamplePreparation(
      info: info, gray: gray,
      light: try options.linear
        ? PictureLight(info.metadata, needsLuminance: gray && info.colorChannels == 3) : nil,
      premultiplies: !chain.isPointwise, black: input.black, maximum: maximum)
    layouts = try chain.layouts(for: preparation.layout)
    let response = layouts[layouts.count - 1]
    let written = view.layout(for: response, output: output)
    var metadata = options.strips ? Metadata() : info.metadata.describing(written.shape.size)
    metadata.keepColors(
      from: info.colorChannels, to: written.color.channels, format: options.format)
    rendering = Rendering(
      view: view, scale: options.scale, bias: options.bias, inputMaximum: maximum, output: output,
      light: try options.linear ? PictureLight(metadata, needsLuminance: false).curve : nil,
      unpremultiplies: chain.isSmoothing && !chain.isPointwise,
      collectsStatistics: options.collectsStatistics)
    if !options.strips { metadata.texts = options.texts }
    outputInfo = ImageInfo(
      format: options.format, shape: written.shape, sampleType: output,
      hasAlpha: written.hasAlpha && output != .float32, metadata: metadata)
    let needsRange = view.needsRange && output != .float32
    wholeImageReason =
      info.wholeImageReason ?? chain.wholeImageReason
      ?? (needsRange ? "view \(view.rawValue) needs the range of the whole response" : nil)
    bandRows = FilterPlan.bandRows(chain: chain, layouts: layouts)
  }

  /// The height of a band, whose floats take about 1.5 MB and so stay in a cache near a core.
  ///
  /// The height is at least twice the number of input rows of one output row, because neighboring
  /// bands compute shared rows twice.
  private static func bandRows(chain: FilterChain, layouts: [PixelLayout]) -> Int {
    let output = layouts[layouts.count - 1].shape
    let longest = layouts.map(\.shape.rowLength).max() ?? 1
    let near = max(16, 1_500_000 / 4 / max(longest, 1))
    let probe =
      chain.wholeImageReason == nil
      ? chain.rowRanges(for: 0..<min(1, output.height), layouts: layouts)[0].count : 0
    let grain = chain.stages[chain.stages.count - 1].operation.rowGrain
    let rows = grain > 1 ? (max(near, grain) / grain) * grain : max(near, 2 * probe)
    return min(rows, max(output.height, 1))
  }

  /// Runs the plan: reads, filters and writes the image.
  ///
  /// - Parameters:
  ///   - reader: Reads the picture that the plan was made for.
  ///   - writer: Writes a picture of ``outputInfo``.
  ///   - threads: Threads at work; the output does not depend on it.
  ///   - progress: Called with the number of output rows written so far.
  /// - Throws: `CodecError` of the reader or the writer.
  public func run(
    reader: any ImageReader, writer: any ImageWriter, threads: Int,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> FilterReport {
    let watched = input.reader(reader)
    let counter = rendering.collectsStatistics ? CountingReader(watched, engine: engine) : nil
    let reader: any ImageReader = counter ?? watched
    let source = BandSource(reader: reader, plan: self)
    let report = Mutex(FilterReport())
    let hasAlpha = layouts[layouts.count - 1].hasAlpha
    let render: @Sendable (ImageRows, ClosedRange<Float>?) throws -> RenderedBand = {
      strip, range in
      let (samples, clipped) = rendering.samples(
        strip, hasAlpha: hasAlpha, range: range, engine: engine)
      return RenderedBand(
        strip: try writer.encode(samples, rows: strip.rows),
        range: rendering.collectsStatistics ? extremes(of: strip) : nil,
        nonfinite: rendering.collectsStatistics ? nonfinite(strip) : 0,
        clipped: clipped, samples: samples.count, lastRow: strip.rows.upperBound)
    }
    let write: @Sendable (RenderedBand) throws -> Void = { band in
      try writer.append(band.strip)
      report.withLock { $0.add(band) }
      progress(band.lastRow)
    }
    let pipeline = BandPipeline(threads: threads)
    if chain.wholeImageReason != nil && usesSinks && rendering.isPointwise {
      let (input, last) = try wholeLast(reader, threads: threads)
      let waiting = Mutex(bands[...])
      try pipeline.run(
        produce: { waiting.withLock { $0.popFirst() } },
        transform: { rows in
          var sink = makeSink(rows: rows.count)
          last.apply(to: input, rows: rows, into: &sink, engine: engine)
          return try encode(FinishedBand(rows: rows, sink: sink), with: writer)
        }, consume: write)
    } else if needsRange || chain.wholeImageReason != nil {
      let strips = try responseStrips(reader, threads: threads)
      let range = needsRange ? strips.lazy.compactMap(extremes).reduce(nil, joined) : nil
      let waiting = Mutex(Array(strips.reversed()))
      try pipeline.run(
        produce: { waiting.withLock { $0.popLast() } }, transform: { try render($0, range) },
        consume: write)
    } else {
      try pipeline.run(
        produce: source.next,
        transform: { job in
          guard rendersDirectly else { return try render(response(of: job), nil) }
          return try encode(rendered(job), with: writer)
        }, consume: write)
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
    let strips = try responseStrips(input.reader(reader), threads: threads)
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

  private func responseStrips(_ reader: any ImageReader, threads: Int) throws -> [ImageRows] {
    if chain.wholeImageReason != nil { return try wholeResponse(reader, threads: threads) }
    let source = BandSource(reader: reader, plan: self)
    return try BandPipeline(threads: threads).collect(source.next) { response(of: $0) }
  }

  /// Whether output samples depend on the range of all responses.
  private var needsRange: Bool { view.needsRange && rendering.output != .float32 }

  /// Computes the rows of a job as float responses.
  private func response(of job: BandJob) -> ImageRows {
    if readsDirectly { return directResponse(to: job) }
    let input = preparation.strip(rows: job.inputRows, from: job.bands, engine: engine)
    let response = chain.apply(to: input, rows: job.rows, layouts: layouts, engine: engine)
    return rendering.scaled(
      response, hasAlpha: layouts[layouts.count - 1].hasAlpha, engine: engine)
  }

  private func encode(_ band: FinishedBand, with writer: any ImageWriter) throws -> RenderedBand {
    RenderedBand(
      strip: try writer.encode(band.samples, rows: band.rows), range: band.range,
      nonfinite: band.nonfinite, clipped: band.clipped, samples: band.samples.count,
      lastRow: band.rows.upperBound)
  }

  private func nonfinite(_ strip: ImageRows) -> Int {
    engine.loops.nonfinite(strip.samples.span, from: 0, count: strip.samples.count)
  }

  private func extremes(of strip: ImageRows) -> ClosedRange<Float>? {
    let count = strip.samples.count
    if layouts[layouts.count - 1].hasAlpha {
      let color = strip.separatingAlpha(engine).color.samples
      let pair = engine.loops.extremes(color.span, from: 0, count: color.count)
      return pair.x <= pair.y ? pair.x...pair.y : nil
    }
    let pair = engine.loops.extremes(strip.samples.span, from: 0, count: count)
    return pair.x <= pair.y ? pair.x...pair.y : nil
  }
}

/// The smallest range that contains both ranges.
private func joined(
  _ a: ClosedRange<Float>?, _ b: ClosedRange<Float>?
) -> ClosedRange<Float>? {
  guard let a, let b else { return a ?? b }
  return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
}

/// An encoded band and its statistics.
private struct RenderedBand: Sendable {
  let strip: EncodedRows
  let range: ClosedRange<Float>?
  let nonfinite: Int
  let clipped: Int
  let samples: Int
  let lastRow: Int
}

extension FilterReport {
  fileprivate mutating func add(_ band: RenderedBand) {
    range = joined(range, band.range)
    nonfinite += band.nonfinite
    clipped += band.clipped
    samples += band.samples
  }
}

extension FilterPlan {
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
    // A reader that turns or deinterlaces holds all samples; a view that needs the range holds all
    // responses.
    if info.wholeImageReason != nil { bytes += height * inputRow }
    if view.needsRange && rendering.output != .float32 {
      let response = layouts[layouts.count - 1].shape
      bytes += Double(response.height) * Double(response.rowLength) * 4
    }
    return Int(min(bytes, 0x1p62))
  }

  /// The number of input rows that an output row in the middle depends on.
  public var reach: Int {
    let middle = layouts[layouts.count - 1].shape.height / 2
    return chain.rowRanges(for: middle..<middle + 1, layouts: layouts)[0].count
  }
}
