import RowLoops

/// A kernel of one value on bytes, by sums of columns that move down with the window.
///
/// Neighbouring sums are added. All of them are integers, so nothing drifts.
struct BoxPass {
  private let correlation: Correlation
  private let value: Float
  private let output: ImageShape
  private let engine: Engine

  init(_ correlation: Correlation, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    value = Float(correlation.kernels[0].coefficients[0])
  }

  func run(_ input: SampleRows, rows: Range<Int>, into sink: inout RowSink) {
    let geometry = correlation.geometry
    let layout = geometry.paddedRow(
      for: input.shape, outputWidth: output.width, border: correlation.border,
      splitsChannels: false)
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    let height = geometry.window.height
    // One row more than the window: the row that leaves it is subtracted.
    var ring = RowRing<UInt8>(
      capacity: height + 1, rowLength: layout.length,
      firstRow: geometry.virtualRows(for: rows).lowerBound, zero: 0)
    var columns = [UInt32](repeating: 0, count: layout.length)
    var work = [UInt32](repeating: 0, count: 2 * layout.length)
    for y in rows {
      let top = y - geometry.lead.height
      ring.advance(to: top + height - 1) { row, rows, start in
        loader.load(row, into: &rows, at: start)
      }
      if y == rows.lowerBound {
        for row in top..<top + height { add(ring.rows, at: ring.offset(of: row), to: &columns) }
      } else {
        slide(
          &columns, ring.rows, entering: ring.offset(of: top + height - 1),
          leaving: ring.offset(of: top - 1))
      }
      sink.take(rows: 1, engine: engine) { samples, at in
        addNeighbours(columns, &work, step: input.shape.channels, into: &samples, at: at)
      }
    }
  }

  // MARK: The checked doors to the loops

  private func add(_ rows: [UInt8], at base: Int, to columns: inout [UInt32]) {
    precondition(base >= 0 && base + columns.count <= rows.count)
    let count = columns.count
    var span = columns.mutableSpan
    engine.loops.addRow(&span, rows.span, at: base, count: count)
  }

  private func slide(_ columns: inout [UInt32], _ rows: [UInt8], entering: Int, leaving: Int) {
    let count = columns.count
    precondition(min(entering, leaving) >= 0 && max(entering, leaving) + count <= rows.count)
    var span = columns.mutableSpan
    engine.loops.slideSums(&span, rows.span, entering: entering, leaving: leaving, count: count)
  }

  private func addNeighbours(
    _ columns: [UInt32], _ work: inout [UInt32], step: Int, into output: inout [Float],
    at start: Int
  ) {
    let (width, count) = (correlation.geometry.window.width, self.output.rowLength)
    precondition(count + (width - 1) * step <= columns.count && 2 * columns.count <= work.count)
    precondition(start >= 0 && start + count <= output.count)
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxSums(
      columns.span, work: &work, width: width, step: step, scale: value, into: &output, at: start,
      count: count)
  }
}
