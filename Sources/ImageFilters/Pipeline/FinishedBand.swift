import ConvCore
import ImageCodecs

/// Output rows in the sample type of the file, and their statistics.
struct FinishedBand: Sendable {
  let rows: Range<Int>
  let samples: SampleBuffer
  let range: ClosedRange<Float>?
  let nonfinite: Int
  let clipped: Int

  /// Takes the rows from a sink whose target is a sample type of files.
  init(rows: Range<Int>, sink: consuming RowSink) {
    self.rows = rows
    (range, nonfinite, clipped) = (sink.range, sink.nonfinite, sink.clipped)
    guard let samples = sink.takeSamples() else { preconditionFailure("a sink of no file") }
    self.samples = samples
  }
}
