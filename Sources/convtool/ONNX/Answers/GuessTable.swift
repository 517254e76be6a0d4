import Foundation
import ImageCodecs

/// What a model answers to one picture, prepared in every way that has a name.
struct GuessTable: Encodable {
  /// One way.
  struct Row: Encodable {
    let preprocess: String
    let `class`: String
    @JSONNumber var probability: Double
    @JSONNumber var entropy: Double
    let preparation: String
  }

  /// The name of the picture as given by the user.
  let image: String
  var guesses: [Row] = []

  /// The table as text; it picks none of the ways.
  var text: String {
    var rows = [["preprocess", "top-1", "probability", "entropy"]]
    for row in guesses {
      rows.append([
        row.preprocess, row.class, String(format: "%.1f %%", 100 * row.probability),
        String(format: "%.2f bits", row.entropy),
      ])
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.indices.map { column in
        let room = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + room : room + row[column]
      }.joined(separator: "   ")
    }
    return ([image] + lines.map { "  \($0)" }).joined(separator: "\n")
  }
}
