/// A ring buffer of padded rows that moves down an image with the window.
///
/// Rows are addressed by their position in the image, also outside the image: borders are resolved
/// before the loops read the rows. Memory: as many rows as the window is high.
struct RowRing<Sample> {
  /// The buffer; the row at position v begins at ``offset(of:)``.
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

  /// Returns the index in ``rows`` where a row begins.
  func offset(of row: Int) -> Int { row.modulo(capacity) * rowLength }

  /// Loads all rows up to `row` that are not loaded yet.
  mutating func advance(to row: Int, _ load: (Int, inout [Sample], Int) -> Void) {
    // Memory is allocated on first use: the rows may be read in place instead.
    if rows.isEmpty { rows = [Sample](repeating: zero, count: capacity * rowLength) }
    nextRow = max(nextRow, row - capacity + 1)
    while nextRow <= row {
      load(nextRow, &rows, offset(of: nextRow))
      nextRow += 1
    }
  }
}

extension Border {
  /// Whether the border's constant is a byte.
  var isByte: Bool { UInt8(exactly: outsideValue) != nil }

  /// Whether the values outside an image of 16-bit samples are 16-bit samples too.
  var isWord: Bool { UInt16(exactly: outsideValue) != nil }
}
