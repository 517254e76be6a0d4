import RowLoops

/// The rows first, then the columns, the intermediate rows kept in a ring.
///
/// A kernel of rank r is the sum of r outer products: each input row is correlated with r rows of
/// coefficients, which gives r planes, and the columns of all planes are summed together.
struct SeparablePass {
  private let correlation: Correlation
  private let layout: PaddedRow
  private let planes: Int
  /// kH × planes, as the loop over columns takes them.
  private let vertical: [Float]
  /// planes × kW.
  private let horizontal: [Float]
  private let horizontalOffsets: [Int]
  private let planeOffsets: [Int]
  private let output: ImageShape
  private let engine: Engine

  init(
    _ correlation: Correlation, _ factors: [Kernel.Factors], input: ImageShape, output: ImageShape,
    engine: Engine
  ) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    let geometry = correlation.geometry
    let layout = geometry.paddedRow(
      for: input, outputWidth: output.width, border: correlation.border, splitsChannels: false)
    self.layout = layout
    planes = factors.count
    vertical = (0..<geometry.window.height).flatMap { j in factors.map { Float($0.vertical[j]) } }
    horizontal = factors.flatMap { $0.horizontal.map(Float.init) }
    horizontalOffsets = (0..<geometry.window.width).map {
      layout.offset(pixel: $0 * geometry.dilation)
    }
    planeOffsets = factors.indices.map { $0 * output.rowLength }
  }

  func run(_ input: SampleRows, rows: Range<Int>, into sink: inout RowSink) {
    let geometry = correlation.geometry
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    let tiles = RowTiles(rows, geometry)
    var ring = RowRing<Float>(
      capacity: geometry.reach.height + tiles.height - 1, rowLength: planes * output.rowLength,
      firstRow: geometry.virtualRows(for: rows).lowerBound, zero: 0)
    var scratch = [Float](repeating: 0, count: layout.scratchLength)
    var padded = [Float](repeating: 0, count: layout.length)
    tiles.forEach { y, height in
      let top = y * geometry.stride.y - geometry.lead.height
      ring.advance(to: top + geometry.reach.height + height - 2) { row, rows, start in
        loader.load(row, scratch: &scratch, into: &padded, at: 0)
        alongRow(padded, into: &rows, at: start)
      }
      let offsets = (0..<geometry.window.height + height - 1).map {
        ring.offset(of: top + $0 * geometry.dilation)
      }
      sink.take(rows: height, engine: engine) { samples, at in
        downColumns(ring.rows, offsets, rows: height, into: &samples, at: at)
      }
    }
  }

  /// The checked door to the loop along a row.
  private func alongRow(_ input: [Float], into output: inout [Float], at start: Int) {
    let count = self.output.rowLength
    precondition(horizontalOffsets.allSatisfy { $0 >= 0 && $0 + count <= input.count })
    precondition(start >= 0 && start + planes * count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: horizontalOffsets.span, weights: horizontal.span,
      outputs: planes, into: &span, at: start, outputStride: count, count: count)
  }

  /// The checked door to the loop down the columns.
  private func downColumns(
    _ input: [Float], _ offsets: [Int], rows: Int, into output: inout [Float], at start: Int
  ) {
    let count = self.output.rowLength
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + planes * count <= input.count })
    precondition(start >= 0 && start + rows * count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlateTile(
      input.span, from: 0, rowOffsets: offsets.span, columnOffsets: planeOffsets.span,
      weights: vertical.span, rows: rows, into: &span, at: start, outputStride: count, count: count)
  }
}

/// Output rows in tiles that share input rows; what is left over goes row by row.
struct RowTiles {
  /// Rows of a whole tile.
  let height: Int
  private let rows: Range<Int>

  init(_ rows: Range<Int>, _ geometry: WindowGeometry) {
    self.rows = rows
    // Windows a stride or a dilation apart do not share rows one after the other.
    let sharesRows = geometry.stride.y == 1 && geometry.dilation == 1
    height = sharesRows ? CorrelationTile.rows(kernelHeight: geometry.window.height) : 1
  }

  /// Calls `body` with the first row and the height of each tile.
  func forEach(_ body: (Int, Int) -> Void) {
    var y = rows.lowerBound
    while y < rows.upperBound {
      let tile = y + height <= rows.upperBound ? height : 1
      body(y, tile)
      y += tile
    }
  }
}
