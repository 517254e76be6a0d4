/// Convolves with a dense kernel of depth 1, several output rows at a time.
struct TiledConvolution {
  private let geometry: WindowGeometry
  private let kernel: TileKernel
  private let output: ImageShape
  private let engine: Engine

  init(_ correlation: Convolution, output: ImageShape, engine: Engine) {
    geometry = correlation.geometry
    kernel = TileKernel(
      height: geometry.window.height,
      columnOffsets: (0..<geometry.window.width).map { $0 * output.channels },
      weights: correlation.kernels[0].coefficients.map(Float.init))
    self.output = output
    self.engine = engine
  }

  func run(_ input: RowSource, border: Border, rows: Range<Int>, into sink: inout RowSink) {
    if input.type == .uint8 && border.isByte {
      run(on: UInt8.self, input, border, rows, into: &sink)
    } else {
      run(on: Float.self, input, border, rows, into: &sink)
    }
  }

  private func run<Sample: TileSample>(
    on type: Sample.Type, _ input: RowSource, _ border: Border, _ rows: Range<Int>,
    into sink: inout RowSink
  ) {
    let edges = EdgeColumns<Sample>(
      geometry, over: input, rows: rows, width: output.width, border: border)
    let edgeOutputs = answer(edges, rows: rows.count)
    let tiles = RowTiles(rows, geometry)
    var window = WindowRows<Sample>(
      input, height: kernel.height + tiles.height - 1,
      firstRow: geometry.virtualRows(for: rows).lowerBound, border: border, engine: engine)
    tiles.forEach { y, height in
      window.move(to: y - geometry.leadingPadding.height, height: kernel.height + height - 1)
      let (samples, offsets) = (window.samples, window.offsets)
      let pastCache = sink.storesFloatsPastCache
      sink.take(rows: height, engine: engine) { piece, output in
        let inside = piece.columns.clamped(to: edges.interior)
        kernel.correlate(
          samples, from: inside.lowerBound - edges.interior.lowerBound, rowOffsets: offsets,
          into: &output, at: piece.offset(of: inside.lowerBound), stride: piece.stride,
          count: inside.count, pastCache: pastCache, engine: engine)
        let first = y - rows.lowerBound
        edges.copy(
          edgeOutputs, rows: first..<first + height, columns: piece.columns, into: &output,
          at: piece.start, stride: piece.stride)
      }
    }
  }

  /// Computes the outputs in the edge columns, in one call over all rows or in tiles of rows.
  private func answer<Sample: TileSample>(_ edges: EdgeColumns<Sample>, rows: Int) -> [Float] {
    var outputs = [Float](repeating: 0, count: edges.count)
    let parts = edges.parts
    guard !parts.isEmpty else {
      kernel.correlate(
        edges.samples, from: 0, rowOffsets: edges.rowOffsets(kernel.height), into: &outputs, at: 0,
        stride: 0, count: edges.count, engine: engine)
      return outputs
    }
    RowTiles(0..<rows, geometry).forEach { y, height in
      let offsets = edges.rowOffsets(kernel.height + height - 1).map { $0 + y * edges.rowStride }
      for part in parts {
        kernel.correlate(
          edges.samples, from: part.lowerBound, rowOffsets: offsets, into: &outputs,
          at: y * edges.rowStride + part.lowerBound, stride: edges.rowStride, count: part.count,
          engine: engine)
      }
    }
    return outputs
  }
}
