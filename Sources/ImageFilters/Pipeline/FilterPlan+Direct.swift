import ConvCore
import ImageCodecs

// Where nothing has to be done to the samples before the first filter, and nothing but rounding
// after the last, whole bands of floats are never written: rows stay in the cache, small integer
// kernels see the bytes themselves. `bench` measures these functions.

extension FilterPlan {
  /// The type of the samples that a filter of the chain reads.
  public func inputType(ofStage index: Int) -> SampleType {
    index == 0 && readsDirectly ? preparation.info.sampleType : .float32
  }

  /// Whether every filter reads samples and hands rows to a sink.
  var usesSinks: Bool {
    chain.stages.allSatisfy { $0.operation is any SampleOperation }
      && !layouts.contains(where: \.hasAlpha)
  }

  /// Whether the first filter reads the samples of the file.
  var readsDirectly: Bool { preparation.isIdentity && usesSinks }

  /// Whether the last filter's rows become samples at once.
  var rendersDirectly: Bool { readsDirectly && rendering.isPointwise }

  /// A sink that turns the last filter's responses into samples of the output.
  ///
  /// - Parameter target: Another type than that of the output.
  package func makeSink(rows: Int, target: RowSink.Target? = nil) -> RowSink {
    let own: RowSink.Target =
      switch rendering.output {
      case .uint8: .uint8
      case .uint16: .uint16
      case .float32: .float32
      }
    return RowSink(
      target ?? own, postprocessing: rendering.postprocessing,
      rowLength: layouts[layouts.count - 1].shape.rowLength, rows: rows,
      collectsStatistics: rendering.collectsStatistics)
  }

  /// A sink for responses in floats, scaled and biased.
  private func makeResponseSink(rows: Int) -> RowSink {
    var postprocessing = RowSink.Postprocessing()
    (postprocessing.scale, postprocessing.bias) = (rendering.scale, rendering.bias)
    let rowLength = layouts[layouts.count - 1].shape.rowLength
    return RowSink(.float32, postprocessing: postprocessing, rowLength: rowLength, rows: rows)
  }

  /// A job's rows as samples of the output.
  ///
  /// - Precondition: ``rendersDirectly``.
  func rendered(_ job: BandJob) -> FinishedBand {
    var sink = makeSink(rows: job.rows.count)
    run(rows: job.rows, from: RowSource(shape: layouts[0].shape, bands: job.bands), into: &sink)
    return FinishedBand(rows: job.rows, sink: sink)
  }

  /// The response to a job's rows, in floats.
  ///
  /// - Precondition: ``readsDirectly``.
  func directResponse(to job: BandJob) -> ImageRows {
    var sink = makeResponseSink(rows: job.rows.count)
    run(rows: job.rows, from: RowSource(shape: layouts[0].shape, bands: job.bands), into: &sink)
    return strip(job.rows, of: sink)
  }

  /// The response of the last filter to some rows, in floats.
  func response(
    of last: any SampleOperation, to input: RowSource, rows: Range<Int>
  ) -> ImageRows {
    var sink = makeResponseSink(rows: rows.count)
    last.apply(to: input, rows: rows, into: &sink, engine: engine)
    return strip(rows, of: sink)
  }

  private func strip(_ rows: Range<Int>, of sink: consuming RowSink) -> ImageRows {
    guard case .float32(let samples) = sink.takeSamples() else {
      preconditionFailure("floats that are none")
    }
    return ImageRows(shape: layouts[layouts.count - 1].shape, rows: rows, samples: samples)
  }

  /// Runs the chain on samples in memory, for some output rows.
  ///
  /// - Precondition: Every filter hands its rows to a sink, and `input` holds the rows needed.
  package func run(rows: Range<Int>, from input: RowSource, into sink: inout RowSink) {
    let ranges = chain.rowRanges(for: rows, layouts: layouts)
    var input = input
    let last = chain.stages.count - 1
    for index in 0..<last {
      input = intermediate(
        of: operation(index), index: index, rows: ranges[index + 1], from: input, engine)
    }
    operation(last).apply(to: input, rows: rows, into: &sink, engine: engine)
  }

  /// What stands between a filter and the next one: floats of some rows.
  func intermediate(
    of operation: any SampleOperation, index: Int, rows: Range<Int>, from input: RowSource,
    _ engine: Engine
  ) -> RowSource {
    let shape = layouts[index + 1].shape
    var sink = RowSink(.float32, rowLength: shape.rowLength, rows: rows.count)
    operation.apply(to: input, rows: rows, into: &sink, engine: engine)
    guard let samples = sink.takeSamples() else { preconditionFailure("no floats") }
    return RowSource(
      shape: shape,
      bands: [RowBand(rows: rows, samples: samples, isFinite: isFinite)])
  }

  /// Whether no response of the chain can be infinite: integers came in, and no filter makes them
  /// so large.
  private var isFinite: Bool {
    preparation.info.sampleType != .float32
      && chain.stages.reduce(Double(UInt16.max)) { $0 * max(1, $1.growth) } < 1e37
  }

  /// A filter of the chain.
  ///
  /// - Precondition: ``usesSinks``.
  func operation(_ index: Int) -> any SampleOperation {
    guard let operation = chain.stages[index].operation as? any SampleOperation else {
      preconditionFailure("\(chain.stages[index].name) does not read samples")
    }
    return operation
  }
}

extension Rendering {
  /// Whether each sample depends on its own response alone, in a way that sinks know.
  var isPointwise: Bool {
    output == .float32 || (!encodesLight && (view == .clip || view == .abs))
  }

  /// What a sink does with each response.
  fileprivate var postprocessing: RowSink.Postprocessing {
    var postprocessing = RowSink.Postprocessing()
    (postprocessing.scale, postprocessing.bias) = (scale, bias)
    guard let maximum = output.maximum else { return postprocessing }
    postprocessing.absolute = view == .abs
    postprocessing.unit = maximum / inputMaximum
    return postprocessing
  }
}
