import ConvCore

/// Output rows in the sample type of the file, with the statistics of their responses.
struct OutputBand: Sendable {
  let rows: Range<Int>
  let samples: SampleBuffer
  let report: FilterReport

  init(rows: Range<Int>, samples: SampleBuffer, report: FilterReport) {
    self.rows = rows
    self.samples = samples
    self.report = report
  }

  /// Takes the rows from a sink whose target is a sample type of files.
  init(rows: Range<Int>, sink: consuming RowSink) {
    var report = FilterReport()
    (report.range, report.nonfinite, report.clipped) = (sink.range, sink.nonfinite, sink.clipped)
    guard let samples = sink.takeSamples() else { preconditionFailure("a sink of no file") }
    report.samples = samples.count
    self.init(rows: rows, samples: samples, report: report)
  }
}
