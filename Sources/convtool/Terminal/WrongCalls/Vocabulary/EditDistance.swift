/// Compares words that may be misspelt.
enum EditDistance {
  /// The number of letters to insert, leave out, replace or swap with their neighbor.
  static func between(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    var before: [Int] = []
    var last = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var row = [i + 1]
      for (j, other) in b.enumerated() {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == b[j - 1], other == a[i - 1] {
          cost = min(cost, before[j - 1] + 1)
        }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }

  /// The nearest of several words; `nil` when all are too far.
  ///
  /// A third of the letters may be wrong, at most three. A text of at least three letters that begins
  /// one word alone is that word.
  static func nearest(_ text: String, in words: [String]) -> String? {
    let key = Synonyms.key(text)
    guard !key.isEmpty else { return nil }
    let begun = words.filter { key.count >= 3 && Synonyms.key($0).hasPrefix(key) }
    if begun.count == 1 { return begun[0] }
    let limit = min(3, max(1, key.count / 3))
    guard key.count > 2 else { return nil }
    let near = words.map { ($0, between(key, Synonyms.key($0))) }.filter { word, distance in
      distance <= limit && distance < Synonyms.key(word).count
    }
    return near.min { $0.1 < $1.1 }?.0
  }
}
