/// A group of connected components that make up one digit.
struct InkGroup {
  /// The indices of the components.
  var pieces: Set<Int32>
  /// The rows and columns of the bounding box.
  var rows: Range<Int>
  var columns: Range<Int>
  /// The number of ink pixels.
  var area: Int

  /// The longer side of the bounding box.
  var extent: Int { max(rows.count, columns.count) }

  /// Creates a group of one component.
  init(_ piece: InkComponents.Piece, number: Int) {
    pieces = [Int32(number)]
    (rows, columns, area) = (piece.rows, piece.columns, piece.area)
  }

  /// Adds the components of another group.
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

  /// Decides whether another group belongs to the same digit.
  ///
  /// A group belongs if it is near and smaller than this one, like the bar of a 5. A group also
  /// belongs if the pen skipped between both: the gap is narrower than a stroke.
  ///
  /// - Parameters:
  ///   - other: The other group, of the same picture.
  ///   - touches: Whether the gap is narrower than a stroke.
  /// - Returns: Whether both groups are parts of one digit.
  func belongsTogether(with other: InkGroup, touches: Bool) -> Bool {
    if touches { return true }
    let (large, small) = extent >= other.extent ? (self, other) : (other, self)
    let across = Self.gap(columns, other.columns)
    let down = Self.gap(rows, other.rows)
    let size = Float(large.extent)
    let isPart = Float(small.extent) < 0.65 * size
    // One group above the other, in the same columns.
    let shared = -across * 10 >= 3 * small.columns.count
    let heights = (Float(rows.count), Float(other.rows.count))
    let isFlatter = min(heights.0, heights.1) < 0.65 * max(heights.0, heights.1)
    if shared && Float(down) < 0.3 * size && isFlatter { return true }
    // Two parts in the same rows and columns.
    if shared && -down * 2 >= small.rows.count { return true }
    // Two halves of a digit, one directly above the other.
    if shared && Float(down) < 0.06 * size { return true }
    return isPart && Float(max(across, down)) < 0.12 * size
  }

  /// Returns the number of pixels between two ranges; negative for an overlap.
  private static func gap(_ a: Range<Int>, _ b: Range<Int>) -> Int {
    max(a.lowerBound, b.lowerBound) - min(a.upperBound, b.upperBound)
  }
}
