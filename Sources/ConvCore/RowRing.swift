/// A ring of laid-out rows that slides down a strip with the window.
///
/// Rows are addressed by their position in the image, also outside of it: the border has been
/// resolved when the loop sees them. Memory: as many rows as the window is high.
struct RowRing {
  /// The rows; row v lies at ``offset(of:)``.
  private(set) var rows: [Float]

  private let rowLength: Int
  private let capacity: Int
  private var nextRow: Int

  init(capacity: Int, rowLength: Int, firstRow: Int) {
    self.capacity = capacity
    self.rowLength = rowLength
    nextRow = firstRow
    rows = [Float](repeating: 0, count: capacity * rowLength)
  }

  /// Where row `v` begins in ``rows``.
  func offset(of row: Int) -> Int { row.modulo(capacity) * rowLength }

  /// Loads every row up to `row` that is not here yet.
  mutating func advance(to row: Int, _ load: (Int, inout [Float], Int) -> Void) {
    nextRow = max(nextRow, row - capacity + 1)
    while nextRow <= row {
      load(nextRow, &rows, offset(of: nextRow))
      nextRow += 1
    }
  }
}

/// Loads the rows of a strip into a ring, borders resolved.
struct RowLoader {
  let strip: Strip
  let border: Border
  let layout: PaddedRow
  let engine: Engine

  /// Lays out row `v` of the image, which may lie outside of it.
  func load(_ row: Int, scratch: inout [Float], into rows: inout [Float], at start: Int) {
    if let source = border.index(of: row, count: strip.shape.height) {
      layout.fill(
        from: strip.samples.span, at: strip.offset(ofRow: source), scratch: &scratch, into: &rows,
        at: start, engine: engine)
    } else {
      layout.fillOutside(into: &rows, at: start)
    }
  }
}
