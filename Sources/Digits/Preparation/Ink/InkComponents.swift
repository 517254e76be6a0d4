/// The connected components of ink in a picture.
struct InkComponents {
  /// One connected component.
  struct Piece {
    var area = 0
    var rows: Range<Int>
    var columns: Range<Int>
    /// The number of pixels at the edge of the picture.
    var edgePixels = 0

    /// The longer side of the bounding box.
    var extent: Int { max(rows.count, columns.count) }
  }

  let height: Int
  let width: Int
  /// The component of each pixel as an index into ``pieces``; −1 without ink.
  private(set) var labels: [Int32]
  private(set) var pieces: [Piece] = []

  /// Finds the components; pixels are connected along sides and corners.
  ///
  /// - Parameters:
  ///   - ink: Whether each pixel is ink, row by row.
  ///   - height: The number of rows.
  ///   - width: The number of columns.
  ///   - most: The largest number of components; the remaining ink gets no label. A picture with so
  ///     many components is a texture.
  init(of ink: [Bool], height: Int, width: Int, most: Int = 20_000) {
    self.height = height
    self.width = width
    labels = [Int32](repeating: -1, count: ink.count)
    for start in ink.indices where ink[start] && labels[start] < 0 {
      if pieces.count == most { return }
      fill(ink, from: start)
    }
  }

  private mutating func fill(_ ink: [Bool], from start: Int) {
    let number = Int32(pieces.count)
    let (top, left) = (start / width, start % width)
    var piece = Piece(rows: top..<top + 1, columns: left..<left + 1)
    var (bottom, right, leftmost) = (top, left, left)
    var pending = [start]
    labels[start] = number
    while let index = pending.popLast() {
      let (y, x) = (index / width, index % width)
      piece.area += 1
      bottom = max(bottom, y)
      right = max(right, x)
      leftmost = min(leftmost, x)
      if y == 0 || x == 0 || y == height - 1 || x == width - 1 { piece.edgePixels += 1 }
      for ny in max(0, y - 1)...min(height - 1, y + 1) {
        for nx in max(0, x - 1)...min(width - 1, x + 1) {
          let neighbor = ny * width + nx
          guard ink[neighbor] && labels[neighbor] < 0 else { continue }
          labels[neighbor] = number
          pending.append(neighbor)
        }
      }
    }
    // The search starts in the topmost row of the component.
    piece.rows = top..<bottom + 1
    piece.columns = leftmost..<right + 1
    pieces.append(piece)
  }
}
