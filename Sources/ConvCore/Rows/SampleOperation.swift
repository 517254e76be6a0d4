import RowLoopsBaseline
internal import RowLoops

/// An operation that reads samples as they come from a file and hands its rows to a sink: no
/// floats of a whole band in between.
package protocol SampleOperation: StripOperation {
  /// Computes output rows, in order, from rows that hold at least ``inputRows(for:of:)``.
  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine)

  /// The operation for one image, of which all rows are here: what each row takes from the whole of
  /// it is worked out once, on ``Engine/wholeImageThreads``. Most operations are as they were.
  func prepared(for input: RowSource, engine: Engine) -> any SampleOperation
}

extension SampleOperation {
  package func prepared(for input: RowSource, engine: Engine) -> any SampleOperation { self }

  /// Computes output rows from a strip that holds at least ``inputRows(for:of:)``: what conforming
  /// types do for ``StripOperation``.
  package func applied(to strip: ImageRows, rows: Range<Int>, engine: Engine) -> ImageRows {
    guard let shape = try? outputShape(for: strip.shape) else {
      preconditionFailure("an operation on \(strip.shape), which it does not allow")
    }
    var sink = RowSink(.float32, rowLength: shape.rowLength, rows: rows.count)
    apply(to: RowSource(strip), rows: rows, into: &sink, engine: engine)
    guard case .float32(let samples) = sink.takeSamples() else {
      preconditionFailure("floats that are none")
    }
    return ImageRows(shape: shape, rows: rows, samples: samples)
  }
}
