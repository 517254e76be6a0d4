internal import RowLoops

/// A window of which the value of one rank is taken, for each channel on its own.
///
/// An output is NaN if its window holds a NaN; infinities are the smallest and the largest values.
struct RankedWindow: Hashable, Sendable {
  let geometry: WindowGeometry
  let border: Border
  /// The number of values below the one that is taken.
  let rank: Int

  /// Creates a window of `side` × `side` pixels.
  init(side: Int, rank: Int, border: Border) {
    precondition(side > 0 && (0..<side * side).contains(rank), "rank \(rank) of side \(side)")
    geometry = WindowMoments.geometry(side: side)
    self.rank = rank
    self.border = border
  }

  private var side: Int { geometry.window.height }

  private var isMedian: Bool { side % 2 == 1 && rank == side * side / 2 }

  /// The erosion or dilation of the same window, if the rank is the first or the last.
  private var extreme: ExtremeFilter? {
    guard rank == 0 || rank == side * side - 1 else { return nil }
    return ExtremeFilter(rank == 0 ? .smallest : .largest, over: geometry, border: border)
  }

  /// Computes output rows and writes them to a sink.
  func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    if let extreme { return extreme.apply(to: input, rows: rows, into: &sink, engine: engine) }
    let needed = geometry.inputRows(for: rows, of: input.shape, border: border)
    let withNaN = input.nonfiniteRows(in: needed, isNaN: true)
    guard !withNaN.isEmpty else {
      return applyOrdered(to: input, rows: rows, into: &sink, engine: engine)
    }
    let ordered = input.replacing(withNaN, in: needed, engine: engine) { $0.isNaN ? 0 : $0 }
    let shape = input.shape
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: withNaN, outputWidth: shape.width, border: border)
    let cells = CellRuns(all: geometry.window)
    sink.takeMended(rows: rows, engine: engine) { between in
      applyOrdered(to: ordered, rows: rows, into: &between, engine: engine)
    } mend: { row, samples, start in
      for channel in 0..<shape.channels {
        let sets = window.sets(under: cells, channel: channel, outputRow: row)
        for x in sets.indices where sets[x].contains(.nan) {
          samples[start + x * shape.channels + channel] = .nan
        }
      }
    }
  }

  /// Computes output rows from samples without NaN.
  private func applyOrdered(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let type = ExtremeFilter(.smallest, over: geometry, border: border).type(for: input.type)
    if isMedian && [3, 5].contains(side) && input.shape.channels <= 128 {
      switch type {
      case .uint8: return sort(UInt8.self, input, rows, &sink, engine)
      case .uint16: return sort(UInt16.self, input, rows, &sink, engine)
      case .float32: return sort(Float.self, input, rows, &sink, engine)
      }
    }
    if type == .uint8 && HistogramMedian.fits(side: side, isMedian: isMedian) {
      return HistogramMedian(
        geometry, rank: rank, over: input, border: border, engine: engine
      ).run(rows: rows, into: &sink)
    }
    if type == .uint16 {
      if select(UInt16.self, input, rows, &sink, engine) { return }
    } else if select(Float.self, input, rows, &sink, engine) {
      return
    }
    let length = input.shape.rowLength
    var window = SlidingWindow(
      geometry, cells: WindowCell.all(of: geometry.window), over: input, outputRows: rows,
      outputWidth: input.shape.width, border: border, splitsChannels: false, engine: engine)
    for y in rows {
      window.move(to: y)
      precondition(window.offsets.allSatisfy { $0 >= 0 && $0 + length <= window.rows.count })
      sink.take(rows: 1, engine: engine) { samples, at in
        var span = samples.mutableSpan
        engine.loops.fold(
          .rank(rank), window.rows.span, from: 0, offsets: window.offsets.span, into: &span, at: at,
          count: length)
      }
    }
  }

  /// Selects values by 16-bit keys; `false` if the window is too large for that.
  private func select<Sample: KeyedSample>(
    _: Sample.Type, _ input: RowSource, _ rows: Range<Int>, _ sink: inout RowSink,
    _ engine: Engine
  ) -> Bool {
    guard
      let selection = KeyedRank<Sample>(
        geometry, rank: rank, over: input, border: border, engine: engine)
    else { return false }
    selection.run(rows: rows, into: &sink)
    return true
  }

  private func sort<Sample: MedianSample>(
    _: Sample.Type, _ input: RowSource, _ rows: Range<Int>, _ sink: inout RowSink,
    _ engine: Engine
  ) {
    var median = SortedMedian<Sample>(
      geometry, over: input, rows: rows, border: border, engine: engine)
    median.run(rows: rows, into: &sink)
  }
}
