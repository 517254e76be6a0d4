import ConvCore

/// Parses the text of a matrix piece by piece.
struct MatrixParser {
  private(set) var values: MatrixValues
  /// The number of columns, once a row is complete.
  private(set) var width = 0
  /// Whether commas separate numbers.
  private(set) var hasCommas = false

  private let limits: ImageLimits
  /// The bytes of the line that is not complete yet.
  private var line: [UInt8] = []
  /// The first line with numbers, until it is known whether another one follows.
  private var first: (line: [UInt8], number: Int)?
  private var hasSeveralLines = false
  private var lineNumber = 1
  private var isStart = true
  /// The bytes of empty lines and comments since the last number.
  private var emptyBytes = 0

  init(limits: ImageLimits) {
    self.limits = limits
    values = MatrixValues(limits: limits)
  }

  /// The number of rows.
  var height: Int { width == 0 ? 0 : values.numbers.count / width }

  /// Parses the next bytes of the text.
  ///
  /// - Throws: ``CodecError`` that names the first error and its line.
  mutating func parse(_ bytes: ArraySlice<UInt8>) throws(CodecError) {
    var rest = bytes
    while let end = rest.firstIndex(where: MatrixText.endsLine) {
      try append(rest[..<end])
      try endLine()
      // CR LF is one end: the empty line between them has no number.
      if rest[end] == 0x0A || rest.index(after: end) == rest.endIndex
        || rest[rest.index(after: end)] != 0x0A
      {
        lineNumber += 1
      }
      rest = rest[rest.index(after: end)...]
    }
    try append(rest)
  }

  /// Parses what is left at the end of the text.
  ///
  /// - Throws: ``CodecError`` when the text has no numbers, or its last row is wrong.
  mutating func finish() throws(CodecError) {
    try endLine()
    if let first, !hasSeveralLines { try readRows(ofOnlyLine: first.line) }
    guard width > 0 else { throw CodecError(.damaged, "a matrix of no numbers") }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) throws(CodecError) {
    guard line.count + bytes.count <= max(limits.memory / 4, 1 << 16) else {
      throw CodecError.overLimit(
        .memory, "line \(lineNumber) has more than \(limits.memory >> 22) MB, the limit")
    }
    line += bytes
    // A line without end that holds nothing would be read forever.
    if line.count > MatrixParser.emptyLimit && !line.contains(where: { !MatrixText.isBlank($0) }) {
      throw CodecError(.damaged, "line \(lineNumber): nothing but blanks")
    }
  }

  private static let emptyLimit = 4 << 20

  private mutating func endLine() throws(CodecError) {
    defer { line.removeAll(keepingCapacity: true) }
    var content = line[...]
    if isStart && content.starts(with: MatrixText.byteOrderMark) { content = content.dropFirst(3) }
    isStart = false
    content = content.prefix { $0 != UInt8(ascii: "#") }
    guard content.contains(where: { !MatrixText.isBlank($0) }) else {
      emptyBytes += line.count + 1
      guard emptyBytes <= MatrixParser.emptyLimit else {
        throw CodecError(.damaged, "line \(lineNumber): megabytes without a number")
      }
      return
    }
    emptyBytes = 0
    if let first {
      if !hasSeveralLines {
        hasSeveralLines = true
        self.first = ([], first.number)
        try readLine(first.line[...], number: first.number)
      }
      return try readLine(content, number: lineNumber)
    }
    first = (Array(content), lineNumber)
  }

  /// Reads a line as one row.
  private mutating func readLine(_ bytes: ArraySlice<UInt8>, number: Int) throws(CodecError) {
    try read(bytes, separators: [MatrixText.comma, MatrixText.semicolon], place: "line \(number)")
  }

  /// Reads the rows of a text of one line.
  private mutating func readRows(ofOnlyLine bytes: [UInt8]) throws(CodecError) {
    var row = 0
    for part in bytes.split(separator: MatrixText.semicolon)
    where part.contains(where: { !MatrixText.isBlank($0) }) {
      row += 1
      try read(part, separators: [MatrixText.comma], place: "row \(row)")
    }
  }

  private mutating func read(
    _ bytes: ArraySlice<UInt8>, separators: [UInt8], place: String
  ) throws(CodecError) {
    let before = values.numbers.count
    if try MatrixRow(separators: separators, place: place).append(bytes, to: &values) {
      hasCommas = true
    }
    let count = values.numbers.count - before
    if width == 0 { width = count }
    guard count == width else {
      throw CodecError(
        .damaged, "ragged: the first row has \(width) numbers, \(place) has \(count)")
    }
  }
}
