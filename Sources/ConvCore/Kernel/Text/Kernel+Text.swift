import Foundation

extension Kernel {
  /// Parses a kernel as typed by people or written by programs.
  ///
  /// - One line of text: `;` ends a row, and commas or blanks separate the numbers, as in
  ///   `0 1 0; 1 -4 1; 0 1 0`.
  /// - Several lines: each line is a row, and `;`, commas, tabs or blanks separate the numbers, as
  ///   in files of spreadsheets. One separator at the end of a row is ignored.
  /// - Rows in brackets: `[[0,1,0],[1,-4,1],[0,1,0]]`.
  ///
  /// A number is decimal, or a fraction of two decimal numbers such as `1/9`. Empty lines, comments
  /// after `#` and a byte order mark are ignored.
  ///
  /// - Throws: ``KernelTextError`` that names the first error.
  public init(text: String) throws(KernelTextError) {
    let read = try KernelRows(text: text)
    let rows = read.rows
    guard let first = rows.first else { throw KernelTextError("a kernel of no numbers") }
    for (index, row) in rows.enumerated() where row.count != first.count {
      let hint = read.gluedPair.map {
        "; a comma parts numbers, decimals are written with a point, \($0.first).\($0.second)"
      }
      throw KernelTextError(
        "ragged kernel: row 1 has \(first.count) numbers, row \(index + 1) has \(row.count)"
          + (hint ?? ""))
    }
    self.init(rows: rows)
  }

  /// The kernel in the form that ``init(text:)`` reads: one row per line, columns aligned.
  public var text: String {
    // Most kernels are symmetric, so each value is formatted once.
    var texts: [Double: String] = [:]
    let cells = coefficients.map { value in
      if let text = texts[value] { return text }
      let text =
        value == value.rounded() && abs(value) < 1e9
        ? "\(Int(value))" : String(format: "%.6g", value)
      texts[value] = text
      return text
    }
    let width = cells.map(\.count).max() ?? 0
    let perRow = size.width * depth
    return (0..<size.height).map { y in
      cells[y * perRow..<(y + 1) * perRow]
        .map { String(repeating: " ", count: width - $0.count) + $0 }
        .joined(separator: " ")
    }.joined(separator: "\n")
  }
}
