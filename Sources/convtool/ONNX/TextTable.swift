/// Tables of text as Keras prints them.
enum TextTable {
  /// Rows in columns under a header, between rules, with lines below.
  static func ruled(_ rows: [[String]], _ end: [String]) -> String {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "   ")
      while line.last == " " { line.removeLast() }
      return line
    }
    let rule = String(repeating: "=", count: widths.reduce(3 * max(0, columns - 1), +))
    return ([lines[0], rule] + lines.dropFirst() + [rule] + end).joined(separator: "\n")
  }

  /// A number with thousands separators: 15794 becomes `15,794`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.enumerated().reduce("") { text, item in
      let rest = digits.count - item.offset
      return text + (rest % 3 == 0 && item.offset > 0 ? "," : "") + String(item.element)
    }
  }
}
