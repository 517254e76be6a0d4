internal import RowLoops

/// Sums down the columns, then along the rows, while the column sums are still in the cache.
///
/// A kernel of rank r is the sum of r outer products. The columns of each output row are summed r
/// times, which gives r planes; one pass along the rows then sums all planes. Coefficients of 0 at
/// the ends of a factor are left out.
struct SeparableConvolution {
  private let geometry: WindowGeometry
  private let border: Border
  /// The column coefficients of each plane.
  private let vertical: [TileKernel]
  /// The window rows that each plane's column coefficients apply to.
  private let verticalRows: [Range<Int>]
  /// The row coefficients of all planes, one plane after the other.
  private let horizontal: [Float]
  /// The plane and the window column of each row coefficient.
  private let horizontalTaps: [(plane: Int, column: Int)]
  private let input: ImageShape
  private let output: ImageShape
  private let engine: Engine

  init(
    _ correlation: Convolution, _ factors: [Kernel.Factors], input: ImageShape, output: ImageShape,
    engine: Engine
  ) {
    geometry = correlation.geometry
    border = correlation.border
    verticalRows = factors.map(SeparableConvolution.tileRows)
    vertical = zip(factors, verticalRows).map { factors, rows in
      TileKernel(
        height: rows.count, columnOffsets: [0], weights: factors.vertical[rows].map(Float.init))
    }
    horizontal = factors.flatMap { factors in factors.columns.map { Float(factors.horizontal[$0]) }
    }
    horizontalTaps = factors.enumerated().flatMap { plane, factors in
      factors.columns.map { (plane, $0) }
    }
    self.input = input
    self.output = output
    self.engine = engine
  }

  /// The rows of a factor that have coefficients, and as many as a tile of the whole window needs.
  private static func tileRows(_ factors: Kernel.Factors) -> Range<Int> {
    let (rows, height) = (factors.rows, factors.vertical.count)
    let count = max(rows.count, min(3, height))
    let first = min(rows.lowerBound, height - count)
    return first..<first + count
  }

  func run(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    if input.type == .uint8 && border.isByte {
      run(on: UInt8.self, input, rows, into: &sink)
    } else {
      run(on: Float.self, input, rows, into: &sink)
    }
  }

  private func run<Sample: TileSample>(
    on type: Sample.Type, _ input: RowSource, _ rows: Range<Int>, into sink: inout RowSink
  ) {
    let tiles = RowTiles(rows, geometry)
    var window = WindowRows<Sample>(
      input, height: geometry.extent.height + tiles.height - 1,
      firstRow: geometry.virtualRows(for: rows).lowerBound, border: border, engine: engine)
    if geometry.stride == .one {
      everyPixel(input, &window, rows, tiles, into: &sink)
    } else {
      strided(&window, rows, into: &sink)
    }
  }

  /// Selects the offsets of the window rows that have coefficients, which a dilation spreads.
  private func rowOffsets(_ offsets: [Int]) -> [Int] {
    let dilation = geometry.dilation
    if dilation == 1 { return offsets }
    return (0..<geometry.window.height).map { offsets[$0 * dilation] }
  }

  // MARK: Every pixel

  /// Column sums of several output rows, one plane after the other.
  private struct Columns {
    var sums: [Float]
    let rows: Int
    /// Number of values from one row to the next.
    let rowStride: Int
    /// For each row, the offsets of its taps.
    let offsets: [[Int]]
  }

  /// Allocates column sums for some rows.
  private func columns(rows: Int, rowStride: Int) -> Columns {
    let step = geometry.dilation * input.channels
    let offsets = (0..<rows).map { row in
      horizontalTaps.map { ($0.plane * rows + row) * rowStride + $0.column * step }
    }
    return Columns(
      sums: [Float](repeating: 0, count: vertical.count * rows * rowStride), rows: rows,
      rowStride: rowStride,
      offsets: offsets)
  }

  private func everyPixel<Sample: TileSample>(
    _ input: RowSource, _ window: inout WindowRows<Sample>, _ rows: Range<Int>, _ tiles: RowTiles,
    into sink: inout RowSink
  ) {
    let edges = EdgeColumns<Sample>(
      geometry, over: input, rows: rows, width: output.width, border: border)
    let edgeOutputs = answer(edges)
    let roundedEdges = sink.takesRoundedBytes ? rounded(edgeOutputs) : []
    var columns = columns(rows: tiles.height, rowStride: RowSink.pieceLength + overlap)
    tiles.forEach { y, height in
      window.move(
        to: y - geometry.leadingPadding.height, height: geometry.extent.height + height - 1)
      let lines = Lines(
        samples: window.samples, offsets: rowOffsets(window.offsets), height: height,
        first: y - rows.lowerBound)
      if sink.takesRoundedBytes {
        sink.takeRounded(rows: height) { piece, output in
          respond(lines, edges, roundedEdges, &columns, into: &output, piece)
        }
      } else {
        sink.take(rows: height, engine: engine) { piece, output in
          respond(lines, edges, edgeOutputs, &columns, into: &output, piece)
        }
      }
    }
  }

  /// The input of one tile of output rows.
  private struct Lines<Sample> {
    let samples: [Sample]
    let offsets: [Int]
    /// Number of output rows.
    let height: Int
    /// The first output row, counted from the first row of the band.
    let first: Int
  }

  /// Computes some columns of a tile of output rows.
  private func respond<Sample: TileSample, Value: SummedValue>(
    _ lines: Lines<Sample>, _ edges: EdgeColumns<Sample>, _ edgeOutputs: [Value],
    _ columns: inout Columns, into output: inout [Value], _ piece: RowSink.Piece
  ) {
    let inside = piece.columns.clamped(to: edges.interior)
    if !inside.isEmpty {
      sum(
        lines.samples, from: inside.lowerBound - edges.interior.lowerBound, lines.offsets,
        into: &columns, count: inside.count + overlap)
    }
    for row in 0..<lines.height {
      let start = piece.start + row * piece.stride
      correlate(
        columns.sums, columns.offsets[row], into: &output,
        at: start + inside.lowerBound - piece.columns.lowerBound, count: inside.count)
    }
    edges.copy(
      edgeOutputs, rows: lines.first..<lines.first + lines.height, columns: piece.columns,
      into: &output, at: piece.start, stride: piece.stride)
  }

  private func rounded(_ outputs: [Float]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: outputs.count)
    var span = bytes.mutableSpan
    engine.loops.narrow(outputs.span, from: 0, into: &span, at: 0, count: outputs.count)
    return bytes
  }

  /// Number of values that a window reads after its first column.
  private var overlap: Int { (geometry.extent.width - 1) * input.channels }

  private func answer<Sample: TileSample>(_ edges: EdgeColumns<Sample>) -> [Float] {
    var outputs = [Float](repeating: 0, count: edges.count)
    guard edges.count > 0 else { return outputs }
    var columns = columns(rows: 1, rowStride: edges.count + overlap)
    sum(
      edges.samples, from: 0, rowOffsets(edges.rowOffsets(geometry.extent.height)), into: &columns,
      count: columns.rowStride)
    correlate(columns.sums, columns.offsets[0], into: &outputs, at: 0, count: edges.count)
    return outputs
  }

  /// Sums down the columns.
  private func sum<Sample: TileSample>(
    _ samples: [Sample], from base: Int, _ offsets: [Int], into columns: inout Columns, count: Int
  ) {
    for (plane, kernel) in vertical.enumerated() {
      let rows = verticalRows[plane]
      let last = rows.upperBound + offsets.count - geometry.window.height
      kernel.correlate(
        samples, from: base, rowOffsets: Array(offsets[rows.lowerBound..<last]),
        into: &columns.sums,
        at: plane * columns.rows * columns.rowStride, stride: columns.rowStride, count: count,
        engine: engine)
    }
  }

  // MARK: With a stride

  private func strided<Sample: TileSample>(
    _ window: inout WindowRows<Sample>, _ rows: Range<Int>, into sink: inout RowSink
  ) {
    let length = input.rowLength
    let layouts = vertical.map { kernel in
      // Column sums outside the image are the border's constant times the sum of the coefficients.
      let sum = kernel.weights.reduce(0, +)
      let border =
        if case .constant(let value) = border { Border.constant(value * sum) } else { border }
      return geometry.paddedRow(
        for: input, outputWidth: output.width, border: border, splitsChannels: false)
    }
    let layout = layouts[0]
    var columns = columns(rows: 1, rowStride: length)
    var padded = [Float](repeating: 0, count: vertical.count * layout.length)
    var scratch = [Float](repeating: 0, count: layout.scratchLength)
    let offsets = horizontalTaps.map {
      $0.plane * layout.length + layout.offset(pixel: $0.column * geometry.dilation)
    }
    for y in rows {
      window.move(
        to: y * geometry.stride.y - geometry.leadingPadding.height, height: geometry.extent.height)
      sum(window.samples, from: 0, rowOffsets(window.offsets), into: &columns, count: length)
      // The planes of column sums become rows of an image, which ``PaddedRow`` can split into
      // phases.
      let planes = RowSource(
        ImageRows(
          shape: ImageShape(
            height: vertical.count, width: input.width, channels: input.channels),
          rows: 0..<vertical.count, samples: columns.sums))
      for (plane, layout) in layouts.enumerated() {
        layout.fill(
          plane, of: planes, scratch: &scratch, into: &padded, at: plane * layout.length,
          engine: engine)
      }
      sink.take(rows: 1, engine: engine) { samples, at in
        correlate(padded, offsets, into: &samples, at: at, count: output.rowLength)
      }
    }
  }

  /// Checks the bounds and calls the loop along a row.
  private func correlate<Value: SummedValue>(
    _ input: [Float], _ offsets: [Int], into output: inout [Value], at start: Int, count: Int
  ) {
    precondition(horizontal.count == offsets.count)
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + count <= input.count })
    precondition(start >= 0 && start + count <= output.count)
    Value.correlate(
      input, offsets: offsets, weights: horizontal, into: &output, at: start, count: count,
      engine: engine)
  }
}

/// The type of the sums along a row: floats, or rounded bytes.
private protocol SummedValue {
  static func correlate(
    _ input: [Float], offsets: [Int], weights: [Float], into output: inout [Self], at start: Int,
    count: Int, engine: Engine)
}

extension Float: SummedValue {
  fileprivate static func correlate(
    _ input: [Float], offsets: [Int], weights: [Float], into output: inout [Float], at start: Int,
    count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: 1, into: &span,
      at: start, outputStride: 0, count: count)
  }
}

extension UInt8: SummedValue {
  fileprivate static func correlate(
    _ input: [Float], offsets: [Int], weights: [Float], into output: inout [UInt8], at start: Int,
    count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span, weights: weights.span, into: &span, at: start,
      count: count)
  }
}
