/// The ridges of an image by bits, 64 pixels to a word: weak ones, and those that are edges.
///
/// Zeros lie around the image, so that every word has neighbours.
struct EdgeMap: Sendable {
  /// Pixels of a row.
  let width: Int
  /// Words of a row; the last one is 0.
  private let rowStride: Int
  /// Ridges above the low threshold, strong ones too.
  private var weak: [UInt64]
  /// Those above the high one and, after ``join()``, all that are joined to them.
  private(set) var strong: [UInt64]

  /// Ridges of neighbouring rows, ``rowStride(width:)`` words each.
  typealias Rows = (weak: [UInt64], strong: [UInt64])

  /// Words of a row.
  static func rowStride(width: Int) -> Int { (width + 63) / 64 + 1 }

  /// A map without rows, with room for those of an image.
  init(width: Int, height: Int) {
    self.width = width
    rowStride = EdgeMap.rowStride(width: width)
    (weak, strong) = ([], [])
    weak.reserveCapacity((height + 2) * rowStride + 2)
    strong.reserveCapacity((height + 2) * rowStride + 2)
    append(EdgeMap.zeros(rowStride + 1))
  }

  private static func zeros(_ count: Int) -> Rows {
    let zeros = [UInt64](repeating: 0, count: count)
    return (zeros, zeros)
  }

  /// Adds the next rows.
  mutating func append(_ rows: Rows) {
    weak += rows.weak
    strong += rows.strong
  }

  /// Where a row begins in ``strong``.
  func offset(of row: Int) -> Int { (row + 1) * rowStride + 1 }

  /// Makes weak ridges strong wherever a path of weak ones leads to a strong one: 64 pixels at a
  /// time, a word again whenever one next to it has grown.
  ///
  /// All rows are here.
  mutating func join() {
    append(EdgeMap.zeros(rowStride + 1))
    var waiting: [Int] = []
    for place in weak.indices where weak[place] != strong[place] {
      waiting.append(place)
      while let next = waiting.popLast() {
        guard grow(next) else { continue }
        for row in stride(from: next - rowStride, through: next + rowStride, by: rowStride) {
          for neighbor in row - 1...row + 1 where weak[neighbor] != strong[neighbor] {
            waiting.append(neighbor)
          }
        }
      }
    }
  }

  /// Makes weak ridges of a word strong that touch strong ones, and those that touch these.
  private mutating func grow(_ place: Int) -> Bool {
    let left = weak[place] & ~strong[place]
    guard left != 0 else { return false }
    var added = left & (around(place - rowStride) | around(place) | around(place + rowStride))
    guard added != 0 else { return false }
    while true {
      let more = left & (added | added << 1 | added >> 1)
      if more == added { break }
      added = more
    }
    strong[place] |= added
    return true
  }

  /// The strong pixels of a word and their neighbours in the row.
  private func around(_ place: Int) -> UInt64 {
    let word = strong[place]
    return word | word << 1 | word >> 1 | strong[place - 1] >> 63 | strong[place + 1] << 63
  }
}
