import ConvCore

/// A matrix that stands on the command line in place of a file's name: `1 3 5 3; 4 2 3 1`.
package enum MatrixLiteral {
  /// Whether a text is a matrix and not the name of a file.
  ///
  /// It holds only numbers and fractions, and a blank, a comma or `;`. An existing file of that
  /// name wins. Rows of different lengths are still a matrix, with an error in it.
  package static func isLiteral(_ text: String) -> Bool {
    guard text.utf8.contains(where: isSeparator), !Files.exists(text) else { return false }
    let words = words(of: text)
    return !words.isEmpty && words.allSatisfy(isNumber)
  }

  /// Whether a text was meant as a matrix: at least half of its words are numbers, and it is no
  /// file and does not end as a file's name.
  package static func isMeant(_ text: String) -> Bool {
    guard text.utf8.contains(where: isSeparator), !Files.exists(text) else { return false }
    let words = words(of: text)
    if FilePath.fileExtension(text).first?.isLetter == true { return false }
    return !words.isEmpty && 2 * words.count(where: isNumber) >= words.count
  }

  /// The first word that keeps a text from being a matrix.
  package static func foreignWord(of text: String) -> String? {
    words(of: text).first { !isNumber($0) }.map(String.init)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    MatrixText.isBlank(byte) || byte == MatrixText.comma || byte == MatrixText.semicolon
  }

  private static func words(of text: String) -> [Substring] {
    text.split { " \t\n\r,;".contains($0) || $0 == "\r\n" }
  }

  private static func isNumber(_ word: Substring) -> Bool {
    MatrixNumber(text: String(word.replacing("\u{2212}", with: "-"))) != nil
  }
}

extension ByteSource {
  /// Opens an input of a command: a literal matrix, a file, or standard input for `-`.
  ///
  /// - Throws: ``CodecError`` with `noInput` when the input is no matrix and the file cannot be
  ///   opened.
  package convenience init(input: String) throws(CodecError) {
    if MatrixLiteral.isLiteral(input) {
      self.init(bytes: Array(input.utf8))
    } else {
      try self.init(path: input)
    }
  }
}
