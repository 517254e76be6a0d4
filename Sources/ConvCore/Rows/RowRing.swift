/// A ring of laid-out rows that slides down a strip with the window.
///
/// Rows are addressed by their position in the image, also outside of it: the border has been
/// resolved when the loop sees them. Memory: as many rows as the window is high.
struct RowRing<Sample> {
  /// The rows; row v lies at ``offset(of:)``.
  private(set) var rows: [Sample]

  private let rowLength: Int
  private let capacity: Int
  private let zero: Sample
  private var nextRow: Int

  init(capacity: Int, rowLength: Int, firstRow: Int, zero: Sample) {
    self.capacity = capacity
    self.rowLength = rowLength
    self.zero = zero
    nextRow = firstRow
    rows = []
  }

  /// Where row `v` begins in ``rows``.
  func offset(of row: Int) -> Int { row.modulo(capacity) * rowLength }

  /// Loads every row up to `row` that is not here yet.
  mutating func advance(to row: Int, _ load: (Int, inout [Sample], Int) -> Void) {
    // Room is made when it is needed: rows may be read elsewhere.
    if rows.isEmpty { rows = [Sample](repeating: zero, count: capacity * rowLength) }
    nextRow = max(nextRow, row - capacity + 1)
    while nextRow <= row {
      load(nextRow, &rows, offset(of: nextRow))
      nextRow += 1
    }
  }
}

extension Border {
  /// Whether what lies outside an image of bytes are bytes.
  var isByte: Bool { UInt8(exactly: outsideValue) != nil }
}
