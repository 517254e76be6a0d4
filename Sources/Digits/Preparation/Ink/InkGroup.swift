/// Pieces of ink that make up one digit.
struct InkGroup {
  /// The numbers of its pieces.
  var pieces: Set<Int32>
  /// Rows and columns of its box.
  var rows: Range<Int>
  var columns: Range<Int>
  /// Pixels of ink.
  var area: Int

  /// The longer side.
  var extent: Int { max(rows.count, columns.count) }

  /// One piece alone.
  init(_ piece: InkComponents.Piece, number: Int) {
    pieces = [Int32(number)]
    (rows, columns, area) = (piece.rows, piece.columns, piece.area)
  }

  /// Takes in another group.
  mutating func merge(_ other: InkGroup) {
    pieces.formUnion(other.pieces)
    area += other.area
    rows =
      min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound)
    columns =
      min(
        columns.lowerBound, other.columns.lowerBound)..<max(
        columns.upperBound, other.columns.upperBound)
  }

  /// Whether another group belongs to the same digit.
  ///
  /// It does when it is a part of this one's height and near, as the bar of a 5 is, or when
  /// the pen skipped between the two: they are closer than a stroke is wide.
  func belongsTogether(with other: InkGroup, touches: Bool) -> Bool {
    if touches { return true }
    let (large, small) = extent >= other.extent ? (self, other) : (other, self)
    let across = Self.gap(columns, other.columns)
    let down = Self.gap(rows, other.rows)
    let size = Float(large.extent)
    let isPart = Float(small.extent) < 0.65 * size
    // Above or below, in the same columns.
    let shared = -across * 10 >= 3 * small.columns.count
    let heights = (Float(rows.count), Float(other.rows.count))
    let isFlatter = min(heights.0, heights.1) < 0.65 * max(heights.0, heights.1)
    if shared && Float(down) < 0.3 * size && isFlatter { return true }
    // Two halves that lie in the same rows and columns.
    if shared && -down * 2 >= small.rows.count { return true }
    // Halves of one digit, one right above the other.
    if shared && Float(down) < 0.06 * size { return true }
    return isPart && Float(max(across, down)) < 0.12 * size
  }

  /// The pixels between two ranges; negative: how many they share.
  private static func gap(_ a: Range<Int>, _ b: Range<Int>) -> Int {
    max(a.lowerBound, b.lowerBound) - min(a.upperBound, b.upperBound)
  }
}
