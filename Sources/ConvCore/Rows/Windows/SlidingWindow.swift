/// A window that moves down a strip row by row and says where each of its cells begins.
struct SlidingWindow {
  /// Where the run of each cell begins in ``rows``, for the row last moved to.
  private(set) var offsets: [Int]
  /// The layout of one row.
  let layout: PaddedRow

  private let geometry: WindowGeometry
  private let loader: RowLoader
  private let taps: [(row: Int, offset: Int)]
  private var ring: RowRing<Float>
  private var scratch: [Float]

  init(
    _ geometry: WindowGeometry, cells: [WindowCell], over input: RowSource, outputRows: Range<Int>,
    outputWidth: Int, border: Border, splitsChannels: Bool, engine: Engine
  ) {
    let layout = geometry.paddedRow(
      for: input.shape, outputWidth: outputWidth, border: border, splitsChannels: splitsChannels)
    self.geometry = geometry
    self.layout = layout
    loader = RowLoader(input: input, border: border, layout: layout, engine: engine)
    taps = cells.map { cell in
      (
        cell.y * geometry.dilation,
        layout.offset(pixel: cell.x * geometry.dilation, channel: cell.channel)
      )
    }
    offsets = [Int](repeating: 0, count: cells.count)
    scratch = [Float](repeating: 0, count: layout.scratchLength)
    ring = RowRing(
      capacity: geometry.extent.height, rowLength: layout.length,
      firstRow: geometry.virtualRows(for: outputRows).lowerBound, zero: 0)
  }

  /// The rows that ``offsets`` point into.
  var rows: [Float] { ring.rows }

  /// Moves the window to an output row, which must not lie above the last one.
  mutating func move(to y: Int) {
    let top = y * geometry.stride.y - geometry.leadingPadding.height
    ring.advance(to: top + geometry.extent.height - 1) { [loader] row, rows, start in
      loader.load(row, scratch: &scratch, into: &rows, at: start)
    }
    for (t, tap) in taps.enumerated() { offsets[t] = ring.offset(of: top + tap.row) + tap.offset }
  }
}
