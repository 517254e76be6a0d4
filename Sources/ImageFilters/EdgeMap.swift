import ConvCore

/// The ridges of an image by bits, 64 pixels to a word: weak ones, and those that are edges.
///
/// Zeros lie around the image, so that every word has neighbours.
struct EdgeMap: Sendable {
  /// Words of a row; the last one is 0.
  private let pitch: Int
  /// Ridges above the low threshold, strong ones too.
  private var weak: [UInt64]
  /// Those above the high one and, after ``join()``, all that are joined to them.
  private(set) var strong: [UInt64]

  /// Ridges of neighbouring rows, ``pitch(width:)`` words each.
  typealias Rows = (weak: [UInt64], strong: [UInt64])

  /// Words of a row.
  static func pitch(width: Int) -> Int { (width + 63) / 64 + 1 }

  /// Joins rows that follow one another, from the first of the image to the last.
  init(_ parts: [Rows], width: Int) {
    pitch = EdgeMap.pitch(width: width)
    let outside = [UInt64](repeating: 0, count: pitch + 1)
    (weak, strong) = (outside, outside)
    let count = parts.reduce(2 * outside.count) { $0 + $1.weak.count }
    weak.reserveCapacity(count)
    strong.reserveCapacity(count)
    for part in parts {
      weak += part.weak
      strong += part.strong
    }
    weak += outside
    strong += outside
  }

  /// Where a row begins in ``strong``.
  func place(of row: Int) -> Int { (row + 1) * pitch + 1 }

  /// Whether a pixel is an edge.
  func isEdge(_ row: Int, _ column: Int) -> Bool {
    strong[place(of: row) + column / 64] >> UInt64(column % 64) & 1 == 1
  }

  /// Makes weak ridges strong wherever a path of weak ones leads to a strong one: 64 pixels at a
  /// time, a word again whenever one next to it has grown.
  mutating func join() {
    var waiting: [Int] = []
    for place in weak.indices where weak[place] != strong[place] {
      waiting.append(place)
      while let next = waiting.popLast() {
        guard grow(next) else { continue }
        for row in stride(from: next - pitch, through: next + pitch, by: pitch) {
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
    var added = left & (around(place - pitch) | around(place) | around(place + pitch))
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
