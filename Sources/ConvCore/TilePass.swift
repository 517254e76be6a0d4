import RowLoops

/// A dense kernel of depth 1, several output rows at a time.
struct TilePass {
  private let correlation: Correlation
  private let weights: [Float]
  private let output: ImageShape
  private let engine: Engine

  init(_ correlation: Correlation, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    weights = correlation.kernels[0].coefficients.map(Float.init)
  }

  func run(_ input: SampleRows, rows: Range<Int>, into sink: inout RowSink) {
    let geometry = correlation.geometry
    let layout = geometry.paddedRow(
      for: input.shape, outputWidth: output.width, border: correlation.border,
      splitsChannels: false)
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    let tiles = RowTiles(rows, geometry)
    var ring = RowRing<Float>(
      capacity: geometry.window.height + tiles.height - 1, rowLength: layout.length,
      firstRow: geometry.virtualRows(for: rows).lowerBound, zero: 0)
    let columns = (0..<geometry.window.width).map { layout.offset(pixel: $0) }
    var scratch: [Float] = []
    tiles.forEach { y, height in
      let top = y - geometry.lead.height
      ring.advance(to: top + geometry.window.height + height - 2) { row, rows, start in
        loader.load(row, scratch: &scratch, into: &rows, at: start)
      }
      let offsets = (0..<geometry.window.height + height - 1).map { ring.offset(of: top + $0) }
      sink.take(rows: height, engine: engine) { samples, at in
        correlate(ring.rows, offsets, columns, rows: height, into: &samples, at: at)
      }
    }
  }

  /// The checked door to the loop.
  private func correlate(
    _ input: [Float], _ offsets: [Int], _ columns: [Int], rows: Int, into output: inout [Float],
    at start: Int
  ) {
    let count = self.output.rowLength
    let reach = (columns.max() ?? 0) + count
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + reach <= input.count })
    precondition(start >= 0 && start + rows * count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: 0, rowOffsets: offsets.span, columnOffsets: columns.span,
      weights: weights.span, rows: rows, into: &span, at: start, outputStride: count, count: count)
  }
}
