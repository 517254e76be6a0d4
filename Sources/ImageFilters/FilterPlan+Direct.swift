import ConvCore
import ImageCodecs

// Where nothing has to be done to the samples before the first filter, and nothing but rounding
// after the last, whole bands of floats are never written: rows stay in the cache, small integer
// kernels see the bytes themselves.

/// Output rows in the type of the file, and what they showed.
struct FinishedBand: Sendable {
  let rows: Range<Int>
  let samples: SampleBuffer
  let range: ClosedRange<Float>?
  let clipped: Int
}

extension FilterPlan {
  /// The type of the samples that a filter of the chain reads.
  public func inputType(ofStage index: Int) -> SampleType {
    index == 0 && readsDirectly ? preparation.info.sampleType : .float32
  }

  /// Whether the first filter reads the samples of the file.
  var readsDirectly: Bool {
    preparation.isIdentity && chain.stages.allSatisfy { $0.operation is any SampleOperation }
      && !layouts.contains(where: \.hasAlpha)
  }

  /// Whether the last filter's rows become samples at once.
  var rendersDirectly: Bool { readsDirectly && rendering.isPointwise }

  /// A job's rows as samples of the output.
  ///
  /// - Precondition: ``rendersDirectly``.
  func rendered(_ job: BandJob) -> FinishedBand {
    let target: RowSink.Target =
      switch rendering.output {
      case .uint8: .uint8
      case .uint16: .uint16
      case .float32: .float32
      }
    var sink = RowSink(
      target, finish: rendering.finish, rowLength: layouts[layouts.count - 1].shape.rowLength,
      rows: job.rows.count, isMeasured: true)
    run(job, into: &sink)
    let (range, clipped) = (sink.range, sink.clipped)
    guard let samples = sink.takeSamples() else { preconditionFailure("a sink of no file") }
    return FinishedBand(rows: job.rows, samples: samples, range: range, clipped: clipped)
  }

  /// The response to a job's rows, in floats.
  ///
  /// - Precondition: ``readsDirectly``.
  func directResponse(to job: BandJob) -> Strip {
    var finish = RowSink.Finish()
    (finish.scale, finish.bias) = (rendering.scale, rendering.bias)
    let shape = layouts[layouts.count - 1].shape
    var sink = RowSink(
      .float32, finish: finish, rowLength: shape.rowLength, rows: job.rows.count)
    run(job, into: &sink)
    guard case .float32(let samples) = sink.takeSamples() else {
      preconditionFailure("floats that are none")
    }
    return Strip(shape: shape, rows: job.rows, samples: samples)
  }

  private func run(_ job: BandJob, into sink: inout RowSink) {
    let ranges = chain.rowRanges(for: job.rows, layouts: layouts)
    var input = SampleRows(shape: layouts[0].shape, bands: job.bands)
    let last = chain.stages.count - 1
    for (index, stage) in chain.stages.enumerated() {
      guard let operation = stage.operation as? any SampleOperation else {
        preconditionFailure("\(stage.name) does not read samples")
      }
      if index == last {
        operation.apply(to: input, rows: job.rows, into: &sink, engine: engine)
      } else {
        let (shape, rows) = (layouts[index + 1].shape, ranges[index + 1])
        var between = RowSink(.float32, rowLength: shape.rowLength, rows: rows.count)
        operation.apply(to: input, rows: rows, into: &between, engine: engine)
        guard let samples = between.takeSamples() else { preconditionFailure("no floats") }
        input = SampleRows(shape: shape, bands: [SampleBand(rows: rows, samples: samples)])
      }
    }
  }
}

extension SamplePreparation {
  /// Whether filters see the samples as they are.
  fileprivate var isIdentity: Bool {
    !linear && !info.hasAlpha && !(gray && info.colorChannels == 3)
  }
}

extension Rendering {
  /// Whether each sample depends on its own response alone, in a way that sinks know.
  fileprivate var isPointwise: Bool {
    output == .float32 || (!encodesLight && (view == .clip || view == .abs))
  }

  /// What a sink does with each response.
  fileprivate var finish: RowSink.Finish {
    var finish = RowSink.Finish()
    (finish.scale, finish.bias) = (scale, bias)
    guard let maximum = output.maximum else { return finish }
    finish.absolute = view == .abs
    finish.unit = maximum / inputMaximum
    return finish
  }
}
