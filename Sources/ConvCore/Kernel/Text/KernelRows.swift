/// Parses the text of a kernel into rows of numbers.
struct KernelRows {
  private(set) var rows: [[Double]] = []
  /// The first two numbers with a comma and no blank between them, as `0,5`.
  private(set) var gluedPair: (first: String, second: String)?

  init(text: String) throws(KernelTextError) {
    let lines = KernelRows.lines(of: text)
    if let form = ImageMagickKernel(lines.joined(separator: " ")) {
      throw KernelTextError(form.explanation)
    }
    if lines.contains(where: { $0.contains(where: KernelRows.isBracket) }) {
      try read(BracketedText(lines.joined(separator: "\n")))
    } else {
      try read(lines: lines)
    }
  }

  /// The lines that are not empty, without comments and byte order mark.
  private static func lines(of text: String) -> [String] {
    text.unicodeScalars.drop { $0 == "\u{FEFF}" }
      .split { $0 == "\n" || $0 == "\r" }
      .map { line in String(String.UnicodeScalarView(line.prefix { $0 != "#" })) }
      .filter { line in line.contains { !$0.isWhitespace } }
  }

  private static func isBracket(_ character: Character) -> Bool { "[]{}".contains(character) }

  /// Parses text without brackets.
  private mutating func read(lines: [String]) throws(KernelTextError) {
    guard lines.count == 1 else {
      for line in lines { try append(KernelRow(line, separators: [",", ";"])) }
      return
    }
    for part in lines[0].unicodeScalars.split(separator: ";") {
      try append(KernelRow(String(String.UnicodeScalarView(part)), separators: [","]))
    }
  }

  /// Parses rows in brackets, or text in one pair of brackets.
  private mutating func read(_ text: BracketedText) throws(KernelTextError) {
    if text.isPlain { return try read(lines: KernelRows.lines(of: text.groups[0])) }
    for group in text.groups { try append(KernelRow(group, separators: [",", ";"])) }
  }

  private mutating func append(_ row: KernelRow) throws(KernelTextError) {
    let place = "row \(rows.count + 1)"
    if row.words.isEmpty && !row.hasEmptyCell { return }
    if row.hasEmptyCell { throw KernelTextError("\(place) has an empty cell") }
    guard rows.count < 1001 && row.words.count <= 1001 else {
      throw KernelTextError("a kernel of more than 1001 rows or columns: at most 1001×1001")
    }
    if let problem = row.ambiguity { throw KernelTextError("\(place): \(problem)") }
    if gluedPair == nil { gluedPair = row.gluedPair }
    var numbers: [Double] = []
    for word in row.words { numbers.append(try KernelRows.number(word)) }
    rows.append(numbers)
  }

  private static func number(_ word: String) throws(KernelTextError) -> Double {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    let values = parts.compactMap { DecimalNumber.double($0) }
    let wrong = parts.first { DecimalNumber.double($0) == nil }
    let problem = "'\(word)' is not a number of a kernel"
    guard wrong == nil, (1...2).contains(values.count), values.count == 1 || values[1] != 0 else {
      throw KernelTextError(problem + (wrong.map { DecimalNumber.hint(for: $0) } ?? ""))
    }
    let value = values.count == 1 ? values[0] : values[0] / values[1]
    guard abs(value) <= Double(Float.greatestFiniteMagnitude) else {
      throw KernelTextError("\(problem): responses are float32, which ends at 3.4e38")
    }
    return value
  }
}
