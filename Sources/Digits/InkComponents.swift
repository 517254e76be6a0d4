/// The connected pieces of ink in a picture, of which one group is the digit.
struct InkComponents {
  /// One piece.
  struct Piece {
    var area = 0
    var rows: Range<Int>
    var columns: Range<Int>
    /// How many of its pixels lie at the edge of the picture.
    var edgePixels = 0

    /// The longer side.
    var extent: Int { max(rows.count, columns.count) }

    /// Whether a piece lies within `distance` of this one's box.
    func isNear(_ other: Piece, distance: Int) -> Bool {
      other.rows.lowerBound - rows.upperBound <= distance
        && rows.lowerBound - other.rows.upperBound <= distance
        && other.columns.lowerBound - columns.upperBound <= distance
        && columns.lowerBound - other.columns.upperBound <= distance
    }
  }

  private let height: Int
  private let width: Int
  /// For each pixel the number of its piece, −1 where there is no ink.
  private(set) var labels: [Int]
  private(set) var pieces: [Piece] = []

  /// Finds the pieces, whose pixels touch at sides or corners.
  init(of ink: [Bool], height: Int, width: Int) {
    self.height = height
    self.width = width
    labels = [Int](repeating: -1, count: ink.count)
    for start in ink.indices where ink[start] && labels[start] < 0 { fill(ink, from: start) }
  }

  private mutating func fill(_ ink: [Bool], from start: Int) {
    let number = pieces.count
    let (top, left) = (start / width, start % width)
    var piece = Piece(rows: top..<top + 1, columns: left..<left + 1)
    var pending = [start]
    labels[start] = number
    while let index = pending.popLast() {
      let (y, x) = (index / width, index % width)
      piece.area += 1
      piece.rows = min(piece.rows.lowerBound, y)..<max(piece.rows.upperBound, y + 1)
      piece.columns = min(piece.columns.lowerBound, x)..<max(piece.columns.upperBound, x + 1)
      if y == 0 || x == 0 || y == height - 1 || x == width - 1 { piece.edgePixels += 1 }
      for ny in max(0, y - 1)...min(height - 1, y + 1) {
        for nx in max(0, x - 1)...min(width - 1, x + 1) {
          let neighbour = ny * width + nx
          guard ink[neighbour] && labels[neighbour] < 0 else { continue }
          labels[neighbour] = number
          pending.append(neighbour)
        }
      }
    }
    pieces.append(piece)
  }

  /// The numbers of the pieces that make up the digit; none when all are specks.
  ///
  /// The largest piece is the digit, unless it lies along the picture's edge or crosses all of
  /// it, as a table and a ruled line do, and another one does not. Pieces beside it belong to it
  /// when they are no specks.
  func digit(smallestArea: Int) -> Set<Int> {
    let candidates = pieces.indices.filter {
      pieces[$0].area >= smallestArea && pieces[$0].extent >= 3
    }
    let whole = candidates.filter { !runsOff(pieces[$0]) }
    let pool = whole.isEmpty ? candidates : whole
    guard let main = pool.max(by: { pieces[$0].area < pieces[$1].area }) else { return [] }
    let (area, extent) = (pieces[main].area, pieces[main].extent)
    return Set(
      pool.filter { number in
        pieces[number].area * 16 >= area
          && pieces[number].isNear(pieces[main], distance: extent / 3)
      })
  }

  private func runsOff(_ piece: Piece) -> Bool {
    piece.edgePixels * 3 > piece.extent || piece.rows.count == height
      || piece.columns.count == width
  }

  /// The rows and columns that some pieces take up.
  ///
  /// - Precondition: There is at least one.
  func box(of numbers: Set<Int>) -> (rows: Range<Int>, columns: Range<Int>) {
    let chosen = numbers.map { pieces[$0] }
    let rows = chosen.map(\.rows)
    let columns = chosen.map(\.columns)
    return (
      (rows.map(\.lowerBound).min() ?? 0)..<(rows.map(\.upperBound).max() ?? 0),
      (columns.map(\.lowerBound).min() ?? 0)..<(columns.map(\.upperBound).max() ?? 0)
    )
  }
}
