import ConvCore
import ImageCodecs

/// Output rows in the type of the file, and what they showed.
struct FinishedBand: Sendable {
  let rows: Range<Int>
  let samples: SampleBuffer
  let range: ClosedRange<Float>?
  let nonfinite: Int
  let clipped: Int

  /// The rows that a sink of a file's type collected.
  init(rows: Range<Int>, sink: consuming RowSink) {
    self.rows = rows
    (range, nonfinite, clipped) = (sink.range, sink.nonfinite, sink.clipped)
    guard let samples = sink.takeSamples() else { preconditionFailure("a sink of no file") }
    self.samples = samples
  }
}
