/// A window that moves down an image row by row and computes the offset of each of its cells.
struct SlidingWindow {
  /// The index in ``rows`` where the run of each cell begins, for the current output row.
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

  /// The buffer that ``offsets`` refer to.
  var rows: [Float] { ring.rows }

  /// Moves the window to an output row, which must not lie above the current row.
  mutating func move(to y: Int) {
    let top = y * geometry.stride.y - geometry.leadingPadding.height
    ring.advance(to: top + geometry.extent.height - 1) { [loader] row, rows, start in
      loader.load(row, scratch: &scratch, into: &rows, at: start)
    }
    for (t, tap) in taps.enumerated() { offsets[t] = ring.offset(of: top + tap.row) + tap.offset }
  }
}
