import ConvCore

/// Parses one row of a matrix, and appends its numbers to those of the rows above.
struct MatrixRow {
  /// The words between numbers that may stand in a row, besides blanks.
  let separators: [UInt8]
  /// The place in messages, such as `line 3`.
  let place: String

  /// The longest word that can be a number: two numbers of a fraction, with all digits.
  private static let longestWord = 120

  /// Appends the numbers of a row.
  ///
  /// - Returns: Whether a comma separates two numbers.
  /// - Throws: ``CodecError`` with `damaged` that names the first error.
  func append(
    _ bytes: ArraySlice<UInt8>, to values: inout MatrixValues
  ) throws(CodecError) -> Bool {
    var gaps = Gaps()
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if MatrixText.isBlank(byte) {
        gaps.hasBlank = true
        index += 1
      } else if separators.contains(byte) {
        guard gaps.separator == nil, gaps.count > 0 else {
          throw CodecError(
            .damaged, "\(place): an empty cell before '\(Character(Unicode.Scalar(byte)))'")
        }
        gaps.separator = byte
        index += 1
      } else {
        let end = bytes[index...].firstIndex { MatrixText.isBlank($0) || separators.contains($0) }
        let word = bytes[index..<(end ?? bytes.endIndex)]
        try gaps.close(before: word, place)
        try values.append(try number(word))
        index = word.endIndex
      }
    }
    try gaps.requireOneMeaning(place)
    return gaps.hasComma
  }

  private func number(_ word: ArraySlice<UInt8>) throws(CodecError) -> MatrixNumber {
    guard word.count <= MatrixRow.longestWord else {
      throw CodecError(.damaged, "\(place): a word of \(word.count) bytes is not a number")
    }
    if let number = MatrixNumber(digits: word) { return number }
    var text = String(decoding: word, as: UTF8.self)
    if word.contains(MatrixText.typesetMinus[0]) { text.replace("\u{2212}", with: "-") }
    guard let number = MatrixNumber(text: text) else {
      throw CodecError(
        .damaged, "\(place): '\(text.prefix(40))' is not a decimal number\(hint(text))")
    }
    return number
  }

  private func hint(_ text: String) -> String {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let value = DecimalNumber.double(parts[1]) else {
      return DecimalNumber.float(text) == nil && DecimalNumber.double(text) != nil
        ? ": float32 ends at 3.4e38" : DecimalNumber.hint(for: text)
    }
    return value == 0 ? ": it divides by 0" : ""
  }
}

extension MatrixRow {
  /// What stands between the words of a row; some texts could be read in two ways.
  private struct Gaps {
    /// The number of words so far.
    var count = 0
    var separator: UInt8?
    var hasBlank = false
    var hasComma = false
    private var hasOther = false
    private var previous: ArraySlice<UInt8> = []
    /// The first two words with a comma and no blank between them.
    private var glued: (first: String, second: String)?

    /// Ends the gap before a word.
    mutating func close(before word: ArraySlice<UInt8>, _ place: String) throws(CodecError) {
      if count > 0 {
        if separator == MatrixText.comma {
          hasComma = true
          if !hasBlank && glued == nil { glued = (text(previous), text(word)) }
          if !hasBlank && beginsWithZero(word) {
            throw ambiguity(text(previous), text(word), place)
          }
        } else {
          hasOther = true
        }
      }
      count += 1
      (previous, separator, hasBlank) = (word, nil, false)
    }

    /// Refuses a row in which commas without blanks stand beside other separators: `0,5 1,5`.
    func requireOneMeaning(_ place: String) throws(CodecError) {
      if let glued, hasOther { throw ambiguity(glued.first, glued.second, place) }
    }

    private func ambiguity(_ first: String, _ second: String, _ place: String) -> CodecError {
      CodecError(
        .damaged,
        "\(place): '\(first),\(second)' looks like a decimal comma: decimals are written with a "
          + "point, \(first).\(second)")
    }

    /// Whether a word begins with 0: nobody writes the number `05`, but the text 0,05 ends with 05.
    private func beginsWithZero(_ word: ArraySlice<UInt8>) -> Bool {
      word.count > 1 && word.first == 0x30 && word.allSatisfy { (0x30...0x39).contains($0) }
    }

    private func text(_ word: ArraySlice<UInt8>) -> String {
      String(decoding: word.prefix(24), as: UTF8.self)
    }
  }
}
