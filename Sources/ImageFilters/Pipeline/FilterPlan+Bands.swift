import ConvCore
import ImageCodecs
import RowLoops
import Synchronization

// Rows of samples → operation → rows of samples. A view that depends on one value at a time is
// applied by the sink of the operation, a few rows at a time, so that no whole band of floats is
// stored; other views are applied to the responses of a band.

extension FilterPlan {
  /// The sample type that a filter of the chain reads.
  public func inputType(ofStage index: Int) -> SampleType {
    index == 0 && preparation.isIdentity
      ? preparation.info.sampleType : .float32
  }

  /// Returns rows of the input in the form that the operation reads.
  func source(_ rows: Range<Int>, from bands: [RowBand]) -> RowSource {
    guard !preparation.isIdentity else {
      return RowSource(shape: layouts[0].shape, bands: bands)
    }
    return RowSource(preparation.strip(rows: rows, from: bands, engine: engine))
  }

  /// Reads the whole image.
  ///
  /// - Throws: ``CodecError`` of the reader.
  func wholeSource(_ reader: any ImageReader, threads: Int) throws -> RowSource {
    let height = reader.info.shape.height
    guard !preparation.isIdentity else {
      return source(
        0..<height, from: [RowBand(rows: 0..<height, samples: try reader.readRows(height))])
    }
    let next = Mutex(0)
    let parts = try BandPipeline(threads: threads).collect {
      try next.withLock { row -> RowBand? in
        guard row < height else { return nil }
        let rows = row..<min(row + max(bandRows, 16), height)
        row = rows.upperBound
        return RowBand(rows: rows, samples: try reader.readRows(rows.count))
      }
    } transform: { band in
      source(band.rows, from: [band])
    }
    return RowSource(joining: parts)
  }

  /// Creates the operation for a run, and the jobs of its bands.
  ///
  /// - Throws: ``CodecError`` of the reader, if the whole image is read first.
  func work(
    _ reader: any ImageReader, threads: Int
  ) throws -> (operation: any RowOperation, next: @Sendable () throws -> BandJob?) {
    guard operation.wholeImageReason != nil else {
      return (operation, BandSource(reader: reader, plan: self).next)
    }
    let input = try wholeSource(reader, threads: threads)
    var engine = engine
    engine.wholeImageThreads = threads
    let waiting = Mutex(bands[...])
    return (
      operation.prepared(for: input, engine: engine),
      { waiting.withLock { $0.popFirst() }.map { BandJob(rows: $0, input: input) } }
    )
  }

  /// The output rows of each band.
  private var bands: [Range<Int>] {
    let height = layouts[layouts.count - 1].shape.height
    return stride(from: 0, to: height, by: bandRows).map { $0..<min($0 + bandRows, height) }
  }

  /// Computes the rows of a job as output samples.
  func output(of job: BandJob, by operation: any RowOperation) -> OutputBand {
    guard writesDirectly else { return rendered(response(to: job, by: operation), range: nil) }
    var sink = makeSink(rows: job.rows.count)
    operation.apply(to: job.input, rows: job.rows, into: &sink, engine: engine)
    return OutputBand(rows: job.rows, sink: sink)
  }

  /// Computes the rows of a job as float responses, scaled and biased.
  func response(to job: BandJob, by operation: any RowOperation) -> ImageRows {
    let response = operation.rows(job.rows, of: job.input, engine: engine)
    return rendering.scaled(
      response, hasAlpha: layouts[layouts.count - 1].hasAlpha, engine: engine)
  }

  /// Renders responses as output samples.
  ///
  /// - Parameters:
  ///   - response: Rows of the last filter's responses, scaled and biased.
  ///   - range: The range of all responses, for views that need it.
  /// - Returns: The samples of the same rows, and their statistics if they are asked for.
  func rendered(_ response: ImageRows, range: ClosedRange<Float>?) -> OutputBand {
    let hasAlpha = layouts[layouts.count - 1].hasAlpha
    var report = FilterReport()
    if rendering.collectsStatistics {
      report.range = extremes(of: response)
      report.nonfinite = nonfinite(response)
    }
    let (samples, clipped) = rendering.samples(
      response, hasAlpha: hasAlpha, range: range, engine: engine)
    (report.clipped, report.samples) = (clipped, samples.count)
    return OutputBand(rows: response.rows, samples: samples, report: report)
  }

  /// Returns the number of values that are not finite.
  func nonfinite(_ strip: ImageRows) -> Int {
    engine.loops.nonfinite(strip.samples.span, from: 0, count: strip.samples.count)
  }

  /// Returns the range of the finite color values; `nil` when there is none.
  func extremes(of strip: ImageRows) -> ClosedRange<Float>? {
    let color =
      layouts[layouts.count - 1].hasAlpha
      ? strip.separatingAlpha(engine).color.samples : strip.samples
    let pair = engine.loops.extremes(color.span, from: 0, count: color.count)
    return pair.x <= pair.y ? pair.x...pair.y : nil
  }

  /// Whether the sink of the operation makes the output samples.
  private var writesDirectly: Bool {
    rendering.isPointwise && !layouts[layouts.count - 1].hasAlpha
  }

  private func makeSink(rows: Int) -> RowSink {
    RowSink(
      rendering.output.target, postprocessing: rendering.postprocessing,
      rowLength: layouts[layouts.count - 1].shape.rowLength, rows: rows,
      collectsStatistics: rendering.collectsStatistics)
  }

  /// Allocates the output of a run on an image in memory, as `bench` does it.
  ///
  /// - Parameter target: The type of the output samples.
  /// - Returns: An output of the plan's last shape, in bands that threads fill.
  /// - Precondition: Filters read samples without preparation, and the view needs no range.
  package func makeOutput(_ target: RowSink.Target) -> BandedOutput {
    precondition(
      preparation.isIdentity && writesDirectly, "a plan that needs more than its filters")
    return BandedOutput(
      target, postprocessing: rendering.postprocessing,
      shape: layouts[layouts.count - 1].shape, bandRows: bandRows)
  }
}

extension Rendering {
  /// Whether each output sample depends on one response only, in a way that sinks support.
  fileprivate var isPointwise: Bool {
    output == .float32 || (!encodesLight && (view == .clip || view == .abs))
  }

  /// The processing that a sink applies to each response.
  fileprivate var postprocessing: RowSink.Postprocessing {
    var postprocessing = RowSink.Postprocessing()
    (postprocessing.scale, postprocessing.bias) = (scale, bias)
    guard let maximum = output.maximum else { return postprocessing }
    postprocessing.absolute = view == .abs
    postprocessing.unit = maximum / inputMaximum
    return postprocessing
  }
}

extension SampleType {
  /// The target of a sink that gives this type.
  fileprivate var target: RowSink.Target {
    switch self {
    case .uint8: .uint8
    case .uint16: .uint16
    case .float32: .float32
    }
  }
}
