import ConvCore
import Testing

extension RowOperation {
  /// What a sink holds of an image after the operation.
  func samples(
    of image: Image, type: SampleType = .uint8, as target: RowSink.Target,
    postprocessing: RowSink.Postprocessing = RowSink.Postprocessing(), engine: Engine = .preferred
  ) throws -> [Float] {
    let output = try outputShape(for: image.shape)
    var sink = RowSink(
      target, postprocessing: postprocessing, rowLength: output.rowLength, rows: output.height)
    let rows = 0..<image.shape.height
    let band = RowBand(rows: rows, samples: image.rows(rows, as: type))
    apply(
      to: RowSource(shape: image.shape, bands: [band]), rows: 0..<output.height, into: &sink,
      engine: engine)
    return sink.values
  }

  /// Expects the same samples of an image of 40 rows, whether its rows come in one band or in
  /// several.
  func expectSameInBands(
    of image: Image, as target: RowSink.Target, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let output = try outputShape(for: image.shape)
    let whole = try samples(of: image, as: target)
    var parts: [Float] = []
    for rows in [0..<7, 7..<8, 8..<29, 29..<40] {
      let needed = inputRows(for: rows, of: image.shape)
      let middle = (needed.lowerBound + needed.upperBound) / 2
      let bands = [needed.lowerBound..<middle, middle..<needed.upperBound].map { part in
        RowBand(rows: part, samples: image.rows(part))
      }
      var sink = RowSink(target, rowLength: output.rowLength, rows: rows.count)
      apply(
        to: RowSource(shape: image.shape, bands: bands), rows: rows, into: &sink,
        engine: .preferred)
      parts += sink.values
    }
    #expect(parts == whole, sourceLocation: sourceLocation)
  }
}

extension RowSink {
  /// All samples, row by row.
  var values: [Float] {
    (0..<rowCount).flatMap { row in (0..<rowLength).map { self[row, $0] } }
  }
}
