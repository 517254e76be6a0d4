/// Two bits for each pixel of an image, 64 pixels per word: whether it is a weak ridge, and whether
/// it is strong.
///
/// Zeros surround the image, so that every word has neighbors.
struct EdgeMap: Sendable {
  /// Number of pixels in a row.
  let width: Int
  /// Number of words in a row; the last word is 0.
  private let rowStride: Int
  /// Ridges above the low threshold, strong ridges included.
  private var weak: [UInt64]
  /// Ridges above the high threshold and, after ``finish()``, all ridges connected to them.
  private(set) var strong: [UInt64]
  /// The words of the rows on both sides of the borders between stripes, which may connect.
  private var seams: [Range<Int>] = []

  /// Ridges of neighboring rows, ``rowStride(width:)`` words each.
  typealias Rows = (weak: [UInt64], strong: [UInt64])

  /// Returns the number of words in a row.
  static func rowStride(width: Int) -> Int { (width + 63) / 64 + 1 }

  /// Creates a map without rows, with reserved capacity for an image.
  init(width: Int, height: Int) {
    self.width = width
    rowStride = EdgeMap.rowStride(width: width)
    (weak, strong) = ([], [])
    weak.reserveCapacity((height + 2) * rowStride + 2)
    strong.reserveCapacity((height + 2) * rowStride + 2)
    surround()
  }

  /// Appends the next rows, a stripe whose own ridges are connected already.
  mutating func append(_ stripe: Rows) {
    seams.append(max(weak.count - rowStride, 0)..<weak.count + rowStride)
    weak += stripe.weak
    strong += stripe.strong
  }

  /// Returns the index in ``strong`` where a row begins.
  func offset(of row: Int) -> Int { (row + 1) * rowStride + 1 }

  /// Connects the ridges of a stripe: weak ones become strong that a path of weak ridges within the
  /// stripe connects to a strong ridge.
  static func connected(_ stripe: Rows, width: Int) -> Rows {
    let rowStride = rowStride(width: width)
    var map = EdgeMap(width: width, height: stripe.weak.count / rowStride)
    map.append(stripe)
    map.surround()
    let first = map.offset(of: 0)
    map.connect(first..<first + stripe.weak.count)
    return (stripe.weak, Array(map.strong[first..<first + stripe.weak.count]))
  }

  /// Connects the ridges of neighboring stripes.
  ///
  /// - Precondition: All rows have been appended.
  mutating func finish() {
    surround()
    for seam in seams { connect(seam) }
  }

  /// Appends the zeros above or below the image.
  private mutating func surround() {
    let zeros = repeatElement(UInt64(0), count: rowStride + 1)
    weak += zeros
    strong += zeros
  }

  /// Makes every weak ridge strong that a path of weak ridges connects to a strong ridge, as far as
  /// the path begins in some words.
  ///
  /// Processes 64 pixels at a time, and a word again whenever a neighboring word has grown.
  private mutating func connect(_ words: Range<Int>) {
    var waiting: [Int] = []
    for place in words where weak[place] != strong[place] {
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

  /// Makes the weak ridges of a word strong that touch strong ridges, directly or through weak
  /// ridges of the same word.
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

  /// Returns the strong pixels of a word and their neighbors in the row.
  private func around(_ place: Int) -> UInt64 {
    let word = strong[place]
    return word | word << 1 | word >> 1 | strong[place - 1] >> 63 | strong[place + 1] << 63
  }
}
