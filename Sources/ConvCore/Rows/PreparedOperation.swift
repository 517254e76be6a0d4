/// An operation together with the whole image that it reads.
///
/// The rows that are passed to ``apply(to:rows:into:engine:)`` are not used.
struct PreparedOperation: RowOperation {
  let operation: any RowOperation
  let input: RowSource

  func outputShape(for _: ImageShape) throws(ShapeError) -> ImageShape {
    try operation.outputShape(for: input.shape)
  }

  func apply(to _: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine) {
    operation.apply(to: input, rows: rows, into: &sink, engine: engine)
  }
}
