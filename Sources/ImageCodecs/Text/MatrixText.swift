/// The text of a matrix: decimal numbers that blanks, tabs or commas separate.
///
/// In a text of one line, `;` ends a row: `1 3 5 3; 4 2 3 1`. In a text of several lines each line
/// is a row, and `;` separates numbers as a comma does, as in files of spreadsheets. One separator
/// at the end of a row is ignored, as are empty lines, comments after `#` and a byte order mark. A
/// number may be a fraction such as `1/9`.
package enum MatrixText {
  /// The bytes of the separators, besides blanks.
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// U+2212, the minus sign of typeset text.
  static let typesetMinus: [UInt8] = [0xE2, 0x88, 0x92]

  /// Whether a byte is a blank between numbers or lines.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Whether a byte ends a line.
  static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Whether the first bytes of a file can be those of a matrix.
  ///
  /// Pictures and arrays begin with bytes that are neither numbers nor comments.
  static func canBegin(_ start: [UInt8]) -> Bool {
    let text = start.starts(with: byteOrderMark) ? start.dropFirst(3) : start[...]
    guard !text.contains(where: { $0 < 0x20 && !isBlank($0) }) else { return false }
    let visible = text.drop(while: isBlank)
    guard let first = visible.first else { return !start.isEmpty }
    return (0x30...0x39).contains(first) || "+-.#".utf8.contains(first)
      || visible.starts(with: typesetMinus)
  }

  /// Returns the shortest decimal number that reads back to the same float.
  ///
  /// `nan`, `inf` and `-inf` for values that are no numbers; they are written, but not read.
  package static func number(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if abs(value) < 0x1p24, value == value.rounded(), value != 0 { return String(Int(value)) }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Returns a matrix on one line: `4 5; 3 4`.
  ///
  /// - Precondition: `values` are whole rows of `width` numbers.
  package static func line(_ values: [Float], width: Int) -> String {
    precondition(
      width > 0 && values.count % width == 0, "\(values.count) values in rows of \(width)")
    return stride(from: 0, to: values.count, by: width).map { start in
      // Adding 0 turns −0 into 0.
      values[start..<start + width].map { number($0 + 0) }.joined(separator: " ")
    }.joined(separator: "; ")
  }
}
