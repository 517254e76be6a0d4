public import ConvCore
import Foundation

extension Kernel {
  /// Parses a kernel as people type it: `0 1 0; 1 -4 1; 0 1 0`.
  ///
  /// Rows end at `;` or a line break, numbers at spaces, tabs or commas; a number may be a fraction
  /// such as `1/9`. Empty lines and what follows `#` are passed over.
  ///
  /// - Throws: ``FilterError`` that names the first thing wrong.
  public init(text: String) throws(FilterError) {
    var rows: [[Double]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let content = line.prefix { $0 != "#" }
      for row in content.split(separator: ";") {
        var numbers: [Double] = []
        for word in row.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," }) {
          numbers.append(try Kernel.number(word))
        }
        if !numbers.isEmpty { rows.append(numbers) }
      }
    }
    guard let first = rows.first else { throw FilterError("a kernel of no numbers") }
    for (index, row) in rows.enumerated() where row.count != first.count {
      throw FilterError(
        "ragged kernel: row 1 has \(first.count) numbers, row \(index + 1) has \(row.count)")
    }
    guard rows.count <= 1001 && first.count <= 1001 else {
      throw FilterError("a kernel of \(rows.count)×\(first.count): at most 1001×1001")
    }
    self.init(rows: rows)
  }

  private static func number(_ word: Substring) throws(FilterError) -> Double {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    let values = parts.compactMap { Double($0) }
    guard values.count == parts.count, values.allSatisfy(\.isFinite) else {
      throw FilterError("'\(word)' is not a number of a kernel")
    }
    switch values.count {
    case 1: return values[0]
    case 2 where values[1] != 0: return values[0] / values[1]
    default: throw FilterError("'\(word)' is not a number of a kernel")
    }
  }

  /// The kernel as ``init(text:)`` reads it, one row a line, columns aligned.
  public var text: String {
    let cells = coefficients.map { value in
      value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : String(format: "%.6g", value)
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
