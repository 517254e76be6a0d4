internal import RowLoops

/// Sums all taps of a window directly, one output row at a time.
struct DirectConvolution {
  let correlation: Convolution
  let weights: [Float]
  /// The nonzero cells in the order of summation, which is that of a network layer: channels, rows,
  /// columns.
  let cells: [WindowCell]
  let output: ImageShape
  let engine: Engine

  init(_ correlation: Convolution, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    let kernels = correlation.kernels
    let cells = WindowCell.all(of: kernels[0].size, depth: kernels[0].depth).filter { cell in
      kernels.contains { $0[cell.y, cell.x, cell.channel] != 0 }
    }
    self.cells = cells
    weights = kernels.flatMap { kernel in cells.map { Float(kernel[$0.y, $0.x, $0.channel]) } }
  }

  func run(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    var window = SlidingWindow(
      correlation.geometry, cells: cells, over: input, outputRows: rows, outputWidth: output.width,
      border: correlation.border, splitsChannels: correlation.spansDepth, engine: engine)
    let maps = correlation.kernels.count
    let count = correlation.spansDepth ? output.width : output.rowLength
    var outputs = [Float](repeating: 0, count: maps > 1 ? maps * count : 0)
    for y in rows {
      window.move(to: y)
      sink.take(rows: 1, engine: engine) { samples, at in
        if maps == 1 {
          correlate(window.rows, window.offsets, into: &samples, at: at, count: count)
        } else {
          correlate(window.rows, window.offsets, into: &outputs, at: 0, count: count)
          combine(outputs, count: count, into: &samples, at: at)
        }
      }
    }
  }

  /// Checks the bounds and calls the loop.
  private func correlate(
    _ rows: [Float], _ offsets: [Int], into output: inout [Float], at start: Int, count: Int
  ) {
    let maps = correlation.kernels.count
    precondition(weights.count == maps * offsets.count)
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + count <= rows.count })
    precondition(start >= 0 && start + maps * count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlate(
      rows.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: maps, into: &span,
      at: start, outputStride: count, count: count)
  }

  private func combine(_ outputs: [Float], count: Int, into samples: inout [Float], at start: Int) {
    var span = samples.mutableSpan
    let maps = correlation.kernels.count
    switch correlation.combination {
    case .stack:
      engine.loops.interleave(
        outputs.span, from: 0, planes: maps, planeStride: count, into: &span, at: start,
        count: count)
    case .magnitude:
      engine.loops.magnitude(
        outputs.span, from: 0, planeStride: count, into: &span, at: start, count: count)
    case .maximum:
      let planes = (0..<maps).map { $0 * count }
      engine.loops.fold(
        .maximum, outputs.span, from: 0, offsets: planes.span, into: &span, at: start, count: count)
    }
  }
}
