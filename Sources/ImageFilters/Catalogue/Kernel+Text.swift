public import ConvCore
import Foundation

extension Kernel {
  /// Parses a kernel as people type it and as programs write it.
  ///
  /// In a text of one line `;` ends a row, and commas or blanks part the numbers:
  /// `0 1 0; 1 -4 1; 0 1 0`. In a text of several lines each line is a row, and `;`, commas, tabs
  /// or blanks part the numbers, as spreadsheets write them; one of these at the end of a row is
  /// ignored. Brackets may hold the rows: `[[0,1,0],[1,-4,1],[0,1,0]]`. A number is decimal, or a
  /// fraction of two such as `1/9`. Empty lines, what follows `#` and a byte order mark are passed
  /// over.
  ///
  /// - Throws: ``FilterError`` that names the first thing wrong.
  public init(text: String) throws(FilterError) {
    let read = try KernelRows(text: text)
    let rows = read.rows
    guard let first = rows.first else { throw FilterError("a kernel of no numbers") }
    for (index, row) in rows.enumerated() where row.count != first.count {
      let hint = read.gluedPair.map {
        "; a comma parts numbers, decimals are written with a point, \($0.first).\($0.second)"
      }
      throw FilterError(
        "ragged kernel: row 1 has \(first.count) numbers, row \(index + 1) has \(row.count)"
          + (hint ?? ""))
    }
    self.init(rows: rows)
  }

  /// The kernel as ``init(text:)`` reads it, one row a line, columns aligned.
  public var text: String {
    // Most kernels are symmetric: each value is written once.
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
