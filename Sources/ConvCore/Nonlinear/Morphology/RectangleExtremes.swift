internal import RowLoops

/// Extremes over rectangles: first of each column, then of the columns' extremes.
///
/// A column's extremes are taken directly up to a height of 7. Taller windows are cut where a block
/// of as many rows ends (van Herk, 1992; Gil and Werman, 1993): the part before the cut is a suffix
/// of one block and the part after it a prefix of the next, so that three operations a value
/// suffice for every height.
struct RectangleExtremes<Sample: OrderedSample> {
  private let extreme: Extreme
  private let size: Size2D
  private let channels: Int
  private let rowLength: Int
  private let firstRow: Int
  private let outside: Sample
  private let columns: BorderColumns
  private let engine: Engine
  private var window: WindowRows<Sample>
  private var entering: WindowRows<Sample>
  /// The extremes of the columns of one output row, with border columns.
  private var padded: [Sample]
  private var work: [Sample]

  /// The largest side over which the taps are folded one by one.
  private static var direct: Int { 7 }

  init(
    _ filter: ExtremeFilter, over input: RowSource, rows: Range<Int>, engine: Engine
  ) {
    let (geometry, shape, border) = (filter.geometry, input.shape, filter.border)
    extreme = filter.extreme
    size = geometry.window
    channels = shape.channels
    rowLength = shape.rowLength
    firstRow = rows.lowerBound - geometry.leadingPadding.height
    outside = Sample(border.outsideValue)
    columns = BorderColumns(geometry, over: shape, width: shape.width, border: border)
    self.engine = engine
    window = WindowRows(
      input, height: size.height, firstRow: firstRow, border: border, engine: engine)
    entering = WindowRows(
      input, height: 1, firstRow: firstRow + size.height, border: border, engine: engine)
    padded = [Sample](repeating: outside, count: columns.length)
    let isRun = size.width > RectangleExtremes.direct
    work = [Sample](
      repeating: outside,
      count: isRun ? engine.loops.extremeWork + 2 * size.width * channels : 0)
  }

  mutating func run(rows: Range<Int>, into sink: inout RowSink) {
    guard size.height > RectangleExtremes.direct else {
      for row in 0..<rows.count {
        window.move(to: firstRow + row, height: size.height)
        Sample.fold(
          extreme, window.samples, offsets: window.offsets, into: &padded, at: columns.left,
          count: rowLength, engine: engine)
        finish(&sink)
      }
      return
    }
    for row in stride(from: 0, to: rows.count, by: size.height) {
      block(of: min(size.height, rows.count - row), at: firstRow + row, into: &sink)
    }
  }

  /// Computes the output rows whose windows begin in one block.
  private mutating func block(of count: Int, at top: Int, into sink: inout RowSink) {
    let suffixes = self.suffixes(count, at: top)
    var prefix = [Sample](repeating: outside, count: rowLength)
    for row in 0..<count {
      if row == 0 {
        Sample.fold(
          extreme, suffixes, offsets: [0], into: &padded, at: columns.left, count: rowLength,
          engine: engine)
      } else {
        entering.move(to: top + size.height - 1 + row, height: 1)
        let (samples, new) = (entering.samples, entering.offsets[0])
        if row == 1 {
          Sample.fold(
            extreme, samples, offsets: [new], into: &prefix, at: 0, count: rowLength,
            engine: engine)
        } else {
          Sample.keep(
            extreme, samples, from: new, in: &prefix, from: 0, at: 0, count: rowLength,
            engine: engine)
        }
        Sample.fold(
          extreme, suffixes, from: row * rowLength, prefix, from: 0, into: &padded,
          at: columns.left, count: rowLength, engine: engine)
      }
      finish(&sink)
    }
  }

  /// Returns the extremes of the block's last rows, from each of its first `count` rows on.
  private mutating func suffixes(_ count: Int, at top: Int) -> [Sample] {
    window.move(to: top, height: size.height)
    let (samples, offsets) = (window.samples, window.offsets)
    // Suffixes that begin below the last output row are only intermediate results.
    let last = min(count, size.height - 1)
    var suffixes = [Sample](repeating: outside, count: (last + 1) * rowLength)
    Sample.fold(
      extreme, samples, offsets: [offsets[size.height - 1]], into: &suffixes,
      at: last * rowLength, count: rowLength, engine: engine)
    for row in (0..<size.height - 1).reversed() {
      Sample.keep(
        extreme, samples, from: offsets[row], in: &suffixes,
        from: min(row + 1, last) * rowLength, at: min(row, last) * rowLength, count: rowLength,
        engine: engine)
    }
    return suffixes
  }

  /// Folds the columns of an output row.
  private mutating func finish(_ sink: inout RowSink) {
    columns.fill(&padded, at: 0, outside: outside)
    let (extreme, width, channels, rowLength, engine) = (
      extreme, size.width, channels, rowLength, engine
    )
    if width <= RectangleExtremes.direct {
      let offsets = (0..<width).map { $0 * channels }
      Sample.take(rows: 1, into: &sink, engine: engine) { output, at in
        Sample.fold(
          extreme, padded, offsets: offsets, into: &output, at: at, count: rowLength,
          engine: engine)
      }
    } else {
      Sample.take(rows: 1, into: &sink, engine: engine) { output, at in
        Sample.run(
          extreme, padded, width: width, step: channels, work: &work, into: &output, at: at,
          count: rowLength, engine: engine)
      }
    }
  }
}
