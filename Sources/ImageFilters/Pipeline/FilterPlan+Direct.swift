import ConvCore
import ImageCodecs

// The direct path applies when samples need no preparation before the first filter and only
// rounding after the last. The direct path never stores whole bands of floats: rows stay in the
// cache, and small integer kernels read the bytes themselves. `bench` measures these functions.

extension FilterPlan {
  /// The sample type that a filter of the chain reads.
  public func inputType(ofStage index: Int) -> SampleType {
    index == 0 && readsDirectly ? preparation.info.sampleType : .float32
  }

  /// Whether every filter reads samples and writes rows to a sink.
  var usesSinks: Bool {
    chain.stages.allSatisfy { $0.operation is any SampleOperation }
      && !layouts.contains(where: \.hasAlpha)
  }

  /// Whether the first filter reads the samples of the file.
  var readsDirectly: Bool { preparation.isIdentity && usesSinks }

  /// Whether the rows of the last filter become output samples without a pass in between.
  var rendersDirectly: Bool { readsDirectly && rendering.isPointwise }

  /// Creates a sink that turns responses of the last filter into output samples.
  ///
  /// - Parameter target: A sample type that replaces that of the output.
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

  /// Creates a sink for float responses, scaled and biased.
  private func makeResponseSink(rows: Int) -> RowSink {
    var postprocessing = RowSink.Postprocessing()
    (postprocessing.scale, postprocessing.bias) = (rendering.scale, rendering.bias)
    let rowLength = layouts[layouts.count - 1].shape.rowLength
    return RowSink(.float32, postprocessing: postprocessing, rowLength: rowLength, rows: rows)
  }

  /// Computes the rows of a job as output samples.
  ///
  /// - Precondition: ``rendersDirectly``.
  func rendered(_ job: BandJob) -> FinishedBand {
    var sink = makeSink(rows: job.rows.count)
    run(rows: job.rows, from: RowSource(shape: layouts[0].shape, bands: job.bands), into: &sink)
    return FinishedBand(rows: job.rows, sink: sink)
  }

  /// Computes the rows of a job as float responses.
  ///
  /// - Precondition: ``readsDirectly``.
  func directResponse(to job: BandJob) -> ImageRows {
    var sink = makeResponseSink(rows: job.rows.count)
    run(rows: job.rows, from: RowSource(shape: layouts[0].shape, bands: job.bands), into: &sink)
    return strip(job.rows, of: sink)
  }

  /// Computes rows of the last filter as float responses.
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
  /// - Precondition: Every filter writes its rows to a sink, and `input` holds the rows needed.
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

  /// Computes rows between a filter and the next one, as floats.
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

  /// Whether no response of the chain can be infinite.
  ///
  /// True for integer input when the possible growth stays below the range of float32.
  private var isFinite: Bool {
    preparation.info.sampleType != .float32
      && chain.stages.reduce(Double(UInt16.max)) { $0 * max(1, $1.growth) } < 1e37
  }

  /// The operation of a filter of the chain.
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
  /// Whether each output sample depends on one response only, in a way that sinks support.
  var isPointwise: Bool {
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
