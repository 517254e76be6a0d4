/// The words of one row of a kernel and the separators between them.
struct KernelRow {
  private enum Gap: Equatable {
    case blank
    /// A separator; glued when no blank is on either side.
    case separator(Unicode.Scalar, isGlued: Bool)
  }

  private(set) var words: [String] = []
  /// Whether two separators follow each other, or the row begins with a separator.
  private(set) var hasEmptyCell = false
  /// The gap before each word except the first.
  private var gaps: [Gap] = []

  /// Splits a row into words.
  ///
  /// - Parameters:
  ///   - text: The row, without its line break.
  ///   - separators: The separators allowed between numbers besides blanks and tabs; one at the end
  ///     of the row is ignored. Words in `"` may contain separators and blanks.
  init(_ text: String, separators: Set<Unicode.Scalar>) {
    var word: String?
    var separator: Unicode.Scalar?
    var hasBlank = false
    var isQuoted = false
    func endWord(_ row: inout KernelRow) {
      guard let ended = word else { return }
      if !row.words.isEmpty {
        row.gaps.append(separator.map { .separator($0, isGlued: !hasBlank) } ?? .blank)
      }
      row.words.append(ended)
      (word, separator, hasBlank) = (nil, nil, false)
    }
    for scalar in text.unicodeScalars {
      if scalar == "\"" {
        isQuoted.toggle()
      } else if !isQuoted && scalar.properties.isWhitespace {
        endWord(&self)
        hasBlank = true
      } else if !isQuoted && separators.contains(scalar) {
        endWord(&self)
        if separator != nil || words.isEmpty { hasEmptyCell = true }
        separator = scalar
      } else {
        // U+2212, the minus sign of typeset text.
        word = (word ?? "") + (scalar == "\u{2212}" ? "-" : String(Character(scalar)))
      }
    }
    endWord(&self)
  }

  /// The error message when commas could be decimal commas or row ends; `nil` when they cannot.
  ///
  /// Commas that separate columns have blanks beside them wherever the row has blanks, and no `;`
  /// between them. Decimal commas have digits on both sides.
  var ambiguity: String? {
    let glued = gaps.indices.filter { gaps[$0] == .separator(",", isGlued: true) }
    guard let first = glued.first else { return nil }
    if let place = glued.first(where: { isFractionWithZero(words[$0 + 1]) }) {
      return decimalComma(place)
    }
    let others = gaps.filter {
      switch $0 {
      case .blank: true
      case .separator(let scalar, _): scalar != ","
      }
    }
    guard !others.isEmpty else { return nil }
    let groups = groupSizes
    if groups.count > 1, let columns = groups.first, columns > 2,
      groups.allSatisfy({ $0 == columns })
    {
      let rows = stride(from: 0, to: words.count, by: columns).map {
        words[$0..<$0 + columns].joined(separator: " ")
      }
      return "in one line ';' ends a row: '\(rows.joined(separator: "; "))'"
    }
    return decimalComma(first)
  }

  /// The first two words with a comma and no blank between them.
  var gluedPair: (first: String, second: String)? {
    gaps.firstIndex(of: .separator(",", isGlued: true)).map { (words[$0], words[$0 + 1]) }
  }

  private func decimalComma(_ place: Int) -> String {
    let (whole, fraction) = (words[place], words[place + 1])
    return "'\(whole),\(fraction)' looks like a decimal comma: decimals are written with a point, "
      + "\(whole).\(fraction)"
  }

  /// Whether a word begins with 0: nobody writes the number `05`, but the text 0,05 ends with 05.
  private func isFractionWithZero(_ word: String) -> Bool {
    word.utf8.count > 1 && word.utf8.first == UInt8(ascii: "0")
      && word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// The numbers of words in the runs that are joined by glued commas.
  private var groupSizes: [Int] {
    var sizes = [1]
    for gap in gaps {
      if gap == .separator(",", isGlued: true) {
        sizes[sizes.count - 1] += 1
      } else {
        sizes.append(1)
      }
    }
    return sizes
  }
}
