/// Lines printed on the paper along rows or columns, from edge to edge.
struct RuledLines {
  /// The least share of a row or column that a line fills.
  private static let leastShare: Float = 0.85

  /// The rows and columns of the lines.
  private(set) var rows: [Range<Int>] = []
  private(set) var columns: [Range<Int>] = []

  /// The number of lines.
  var count: Int { rows.count + columns.count }

  /// Creates an empty set of lines.
  init() {}

  /// Finds lines and removes their pixels from a mask, except where a stroke crosses a line.
  init(removedFrom mask: inout [Bool], height: Int, width: Int) {
    // A thicker line is a stroke.
    let thickest = max(2, min(height, width) / 60)
    var inRows = [Int](repeating: 0, count: height)
    var inColumns = [Int](repeating: 0, count: width)
    for y in 0..<height {
      for x in 0..<width where mask[y * width + x] {
        inRows[y] += 1
        inColumns[x] += 1
      }
    }
    rows = Self.lines(inRows, length: width, thickest: thickest)
    columns = Self.lines(inColumns, length: height, thickest: thickest)
    let source = mask
    for line in rows {
      for x in 0..<width {
        Self.erase(
          line, in: &mask, source: source, from: x, step: width, count: height)
      }
    }
    for line in columns {
      for y in 0..<height {
        Self.erase(
          line, in: &mask, source: source, from: y * width, step: 1, count: width)
      }
    }
  }

  /// Returns, for each pixel of a part of the picture, whether it is within 2 pixels of a line.
  func cover(rows part: Range<Int>, columns across: Range<Int>) -> [Bool] {
    func marks(_ lines: [Range<Int>], _ range: Range<Int>) -> [Bool] {
      range.map { i in lines.contains { $0.lowerBound - 2 <= i && i < $0.upperBound + 2 } }
    }
    let (inRows, inColumns) = (marks(rows, part), marks(columns, across))
    return inRows.flatMap { isRow in inColumns.map { isRow || $0 } }
  }

  private static func lines(_ counts: [Int], length: Int, thickest: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    for i in 0...counts.count {
      let isLine = i < counts.count && Float(counts[i]) >= leastShare * Float(length)
      if isLine { start = start ?? i }
      if !isLine, let first = start {
        if i - first <= thickest { found.append(first..<i) }
        start = nil
      }
    }
    return found
  }

  /// Clears a line's pixels in one column or row.
  ///
  /// The pixels stay if a stroke continues at both sides of the line.
  private static func erase(
    _ line: Range<Int>, in mask: inout [Bool], source: [Bool], from first: Int, step: Int,
    count: Int
  ) {
    // The blur of a line reaches one pixel beyond it.
    let (before, after) = (line.lowerBound - 2, line.upperBound + 1)
    let isInkBefore = before >= 0 && source[first + before * step]
    let isInkAfter = after < count && source[first + after * step]
    if isInkBefore && isInkAfter { return }
    let low = isInkBefore ? line.lowerBound : max(line.lowerBound - 1, 0)
    let high = isInkAfter ? line.upperBound : min(line.upperBound + 1, count)
    for i in low..<high { mask[first + i * step] = false }
  }
}
