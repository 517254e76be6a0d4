/// Reads texts as saved by editors and spreadsheets.
enum PlainText {
  /// Returns the text in UTF-8 without its byte order mark.
  ///
  /// Text with a UTF-16 mark is converted. Bytes without a mark are returned unchanged, because
  /// file names need not be UTF-8.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf8(bytes.dropFirst(2), lowByteFirst: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf8(bytes.dropFirst(2), lowByteFirst: false) }
    return bytes
  }

  private static func utf8(_ bytes: ArraySlice<UInt8>, lowByteFirst: Bool) -> [UInt8] {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return lowByteFirst ? second << 8 | first : first << 8 | second
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
