internal import RowLoops

/// Extremes over any element, from the runs of cells in its rows.
///
/// For each row under the window, the extremes of 1, 2, 4, … neighbors are kept. A run of any length
/// is two such runs, which may overlap (Urbach and Wilkinson, 2008): a value costs at most two
/// operations for each run of the element, however long the runs are.
struct ElementExtremes<Sample: OrderedSample> {
  private let extreme: Extreme
  private let height: Int
  private let step: Int
  private let rowLength: Int
  private let lead: Int
  private let outside: Sample
  private let columns: BorderColumns
  private let input: RowSource
  private let border: Border
  private let engine: Engine
  private let taps: [Tap]
  /// Number of doublings of the longest run.
  private let levels: Int
  private var rows: [Sample]
  private var row: [Sample]
  private var next: Int

  /// A run of 2^level cells that begins at an offset in a row of the window.
  private struct Tap {
    let row: Int
    let level: Int
    let offset: Int
  }

  init(_ filter: ExtremeFilter, over input: RowSource, rows: Range<Int>, engine: Engine) {
    let (geometry, shape) = (filter.geometry, input.shape)
    extreme = filter.extreme
    border = filter.border
    height = geometry.window.height
    step = shape.channels
    rowLength = shape.rowLength
    lead = geometry.leadingPadding.height
    outside = Sample(filter.border.outsideValue)
    columns = BorderColumns(geometry, over: shape, width: shape.width, border: filter.border)
    self.input = input
    self.engine = engine
    taps = ElementExtremes.taps(filter.cells, geometry.window, step)
    levels = taps.map(\.level).max() ?? 0
    self.rows = [Sample](repeating: outside, count: height * (levels + 1) * columns.length)
    row = [Sample](repeating: outside, count: columns.length)
    next = rows.lowerBound - lead
  }

  mutating func run(rows wanted: Range<Int>, into sink: inout RowSink) {
    var offsets = [Int](repeating: 0, count: taps.count)
    let (extreme, rowLength, engine) = (extreme, rowLength, engine)
    for y in wanted {
      let top = y - lead
      while next < top + height {
        load(next)
        next += 1
      }
      for (index, tap) in taps.enumerated() {
        offsets[index] = place(top + tap.row, tap.level) + tap.offset
      }
      Sample.take(rows: 1, into: &sink, engine: engine) { output, at in
        Sample.fold(
          extreme, rows, offsets: offsets, into: &output, at: at, count: rowLength, engine: engine)
      }
    }
  }

  /// The index where the extremes of a row's runs begin.
  private func place(_ position: Int, _ level: Int) -> Int {
    (position.modulo(height) * (levels + 1) + level) * columns.length
  }

  /// Reads a row with its borders, and folds its runs.
  private mutating func load(_ position: Int) {
    if let source = border.index(of: position, count: input.shape.height) {
      Sample.copy(source, of: input, into: &row, at: columns.left, engine: engine)
      columns.fill(&row, at: 0, outside: outside)
    } else {
      for index in row.indices { row[index] = outside }
    }
    copyRow(to: place(position, 0))
    for level in 0..<levels {
      let half = (1 << level) * step
      let (count, at) = (columns.length - 2 * half + step, place(position, level + 1))
      Sample.fold(
        extreme, row, from: 0, row, from: half, into: &rows, at: at, count: count, engine: engine)
      Sample.fold(
        extreme, rows, offsets: [at], into: &row, at: 0, count: count, engine: engine)
    }
  }

  private mutating func copyRow(to place: Int) {
    Sample.fold(
      extreme, row, offsets: [0], into: &rows, at: place, count: columns.length, engine: engine)
  }

  private static func taps(_ cells: [WindowCell], _ size: Size2D, _ step: Int) -> [Tap] {
    CellRuns(cells, of: size).rows.enumerated().flatMap { row, runs in
      runs.flatMap { run -> [Tap] in
        let level = Int.bitWidth - 1 - run.count.leadingZeroBitCount
        let last = run.first + run.count - (1 << level)
        let first = Tap(row: row, level: level, offset: run.first * step)
        if last == run.first { return [first] }
        return [first, Tap(row: row, level: level, offset: last * step)]
      }
    }
  }
}
