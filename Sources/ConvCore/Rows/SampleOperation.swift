import RowLoopsBaseline
internal import RowLoops

/// An operation that reads samples in the type of the file and writes rows to a sink, without
/// floats for a whole band.
package protocol SampleOperation: StripOperation {
  /// Computes output rows, in order, from rows that include at least ``inputRows(for:of:)``.
  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine)

  /// Does work that depends on the whole image once, before rows are requested.
  ///
  /// The source holds all rows of the image. The work uses ``Engine/wholeImageThreads``. The
  /// default returns `self`.
  func prepared(for input: RowSource, engine: Engine) -> any SampleOperation
}

extension SampleOperation {
  /// Returns `self`: most operations have no work that depends on the whole image.
  package func prepared(for input: RowSource, engine: Engine) -> any SampleOperation { self }

  /// Computes output rows from rows that include at least ``inputRows(for:of:)``.
  ///
  /// Conforming types use this function to implement ``StripOperation``.
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
