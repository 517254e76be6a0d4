import ConvCore

/// An operation on premultiplied color that leaves alpha, the last channel, unchanged or drops it.
struct AlphaOperation: RowOperation {
  let color: any RowOperation
  /// The operation that copies alpha; `nil` when the output has no alpha.
  let alpha: (any RowOperation)?

  var wholeImageReason: String? { color.wholeImageReason }

  var rowGrain: Int { color.rowGrain }

  func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    var shape = try color.outputShape(for: colorShape(input))
    if alpha != nil { shape.channels += 1 }
    return shape
  }

  func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    color.inputRows(for: rows, of: colorShape(input))
  }

  func apply(to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine) {
    let needed = inputRows(for: rows, of: input.shape)
    let parts = input.strip(of: needed, engine).separatingAlpha(engine)
    let color = color.rows(rows, of: RowSource(parts.color), engine: engine)
    guard let alpha else { return sink.take(color, engine: engine) }
    let opacity = alpha.rows(rows, of: RowSource(parts.alpha), engine: engine)
    sink.take(color.joined(alpha: opacity, engine), engine: engine)
  }

  func prepared(for input: RowSource, engine: Engine) -> any RowOperation {
    let parts = input.strip(of: 0..<input.shape.height, engine).separatingAlpha(engine)
    let prepared = color.prepared(for: RowSource(parts.color), engine: engine)
    return AlphaOperation(color: prepared, alpha: alpha)
  }

  func adapted(toBrightness brightness: Float) -> any RowOperation {
    AlphaOperation(color: color.adapted(toBrightness: brightness), alpha: alpha)
  }

  private func colorShape(_ input: ImageShape) -> ImageShape {
    ImageShape(height: input.height, width: input.width, channels: input.channels - 1)
  }
}
