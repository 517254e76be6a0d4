import Foundation

/// Small pieces of HTML: escaped text, tables and pictures.
enum HTML {
  /// Returns text with the characters that have a meaning in HTML replaced.
  static func text(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// Writes a table whose first column names the rows.
  ///
  /// - Parameters:
  ///   - caption: The caption, as text.
  ///   - heads: The names of the columns, as text.
  ///   - rows: The cells, as HTML.
  ///   - name: The class of the table in the style sheet.
  /// - Returns: A `table` element; without heads it has no head.
  static func table(
    _ caption: String, heads: [String], rows: [[String]], name: String = "facts-table"
  ) -> String {
    let head =
      heads.isEmpty
      ? ""
      : "<thead><tr>" + heads.map { "<th scope=\"col\">\(text($0))</th>" }.joined()
        + "</tr></thead>\n"
    let body = rows.map { row in
      "<tr><th scope=\"row\">\(row[0])</th>"
        + row.dropFirst().map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    return "<table class=\"\(name)\"><caption>\(text(caption))</caption>\n\(head)<tbody>\n"
      + body.joined(separator: "\n") + "\n</tbody></table>"
  }

  /// Writes a picture that is inside of the page.
  ///
  /// - Parameters:
  ///   - png: The bytes of the picture's file.
  ///   - words: The text for people who do not see the picture.
  ///   - attributes: More attributes, as HTML.
  /// - Returns: An `img` element that holds the bytes.
  static func picture(_ png: [UInt8], _ words: String, attributes: String = "") -> String {
    "<img src=\"data:image/png;base64,\(Data(png).base64EncodedString())\" "
      + "alt=\"\(text(words))\" \(attributes)>"
  }

  /// Returns a number with four decimals and a true minus sign.
  static func number(_ value: Float) -> String {
    (value < 0 ? "−" : "") + String(format: "%.4f", Double(abs(value)))
  }

  /// Returns a share as `12.3 %`.
  static func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
}
