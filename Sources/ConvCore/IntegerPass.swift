import RowLoops

/// Small integer kernels on bytes, exact in 16 bits.
struct IntegerPass {
  private let correlation: Correlation
  private let taps: [Taps]
  private let output: ImageShape
  private let engine: Engine

  /// The cells of one kernel that are not 0.
  private struct Taps {
    let cells: [WindowCell]
    let weights: [Int16]
  }

  init(_ correlation: Correlation, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    taps = correlation.kernels.map { kernel in
      let cells = WindowCell.all(of: kernel.size).filter { kernel[$0.y, $0.x] != 0 }
      return Taps(cells: cells, weights: cells.map { Int16(kernel[$0.y, $0.x]) })
    }
  }

  func run(_ input: SampleRows, rows: Range<Int>, into sink: inout RowSink) {
    let geometry = correlation.geometry
    let layout = geometry.paddedRow(
      for: input.shape, outputWidth: output.width, border: correlation.border,
      splitsChannels: false)
    let loader = RowLoader(
      input: input, border: correlation.border, layout: layout, engine: engine)
    var ring = RowRing<UInt8>(
      capacity: geometry.reach.height, rowLength: layout.length,
      firstRow: geometry.virtualRows(for: rows).lowerBound, zero: 0)
    var work = [Int16](repeating: 0, count: 2 * output.rowLength)
    let columns = taps.map { taps in
      taps.cells.map { layout.offset(pixel: $0.x * geometry.dilation) }
    }
    var offsets = columns
    for y in rows {
      let top = y - geometry.lead.height
      ring.advance(to: top + geometry.reach.height - 1) { row, rows, start in
        loader.load(row, into: &rows, at: start)
      }
      for (kernel, taps) in taps.enumerated() {
        for (tap, cell) in taps.cells.enumerated() {
          let row = ring.offset(of: top + cell.y * geometry.dilation)
          offsets[kernel][tap] = row + columns[kernel][tap]
        }
      }
      answer(ring.rows, offsets, work: &work, into: &sink)
    }
  }

  private func answer(
    _ rows: [UInt8], _ offsets: [[Int]], work: inout [Int16], into sink: inout RowSink
  ) {
    let count = output.rowLength
    if correlation.combination == .magnitude && taps.count == 2 {
      correlate(rows, offsets[0], taps[0].weights, into: &work, at: 0)
      correlate(rows, offsets[1], taps[1].weights, into: &work, at: count)
      sink.take(rows: 1, engine: engine) { samples, at in
        var span = samples.mutableSpan
        engine.loops.magnitude(
          work.span.extracting(0..<count), work.span.extracting(count..<2 * count), into: &span,
          at: at, count: count)
      }
    } else if sink.takesIntegers {
      sink.takeIntegers(engine: engine) { samples, at in
        largest(rows, offsets, work: &work, into: &samples, at: at)
      }
    } else {
      var answers = [Int16](repeating: 0, count: count)
      largest(rows, offsets, work: &work, into: &answers, at: 0)
      sink.take(rows: 1, engine: engine) { samples, at in
        var span = samples.mutableSpan
        engine.loops.widen(answers.span, from: 0, into: &span, at: at, count: count)
      }
    }
  }

  /// The largest answer of all kernels, which is the answer of a single one.
  private func largest(
    _ rows: [UInt8], _ offsets: [[Int]], work: inout [Int16], into answers: inout [Int16],
    at start: Int
  ) {
    correlate(rows, offsets[0], taps[0].weights, into: &answers, at: start)
    for index in taps.indices.dropFirst() {
      correlate(rows, offsets[index], taps[index].weights, into: &work, at: 0)
      var span = answers.mutableSpan
      engine.loops.keepLarger(
        work.span, from: 0, into: &span, at: start, count: output.rowLength)
    }
  }

  /// The checked door to the loop.
  private func correlate(
    _ rows: [UInt8], _ offsets: [Int], _ weights: [Int16], into answers: inout [Int16],
    at start: Int
  ) {
    let count = output.rowLength
    precondition(weights.count == offsets.count)
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + count <= rows.count })
    precondition(start >= 0 && start + count <= answers.count)
    var span = answers.mutableSpan
    engine.loops.correlate(
      rows.span, from: 0, offsets: offsets.span, weights: weights.span, into: &span, at: start,
      count: count)
  }
}
