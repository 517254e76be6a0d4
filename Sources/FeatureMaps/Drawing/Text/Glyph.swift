/// One character of the font: ink cells in 12 rows.
package struct Glyph: Hashable, Sendable {
  /// The number of rows of every glyph: 9 above the baseline, 3 below.
  package static let height = 12

  /// The number of columns.
  package let width: Int
  private let ink: [Bool]

  /// Creates a glyph from rows of text in which `#` is ink; missing rows are empty.
  init(_ rows: [String]) {
    let width = rows.map(\.count).max() ?? 0
    self.width = width
    var ink = [Bool](repeating: false, count: Glyph.height * width)
    for (y, row) in rows.prefix(Glyph.height).enumerated() {
      for (x, mark) in row.enumerated() { ink[y * width + x] = mark == "#" }
    }
    self.ink = ink
  }

  /// Whether a cell is ink; cells outside the glyph are not ink.
  package subscript(y: Int, x: Int) -> Bool {
    (0..<Glyph.height).contains(y) && (0..<width).contains(x) && ink[y * width + x]
  }

  /// Returns the glyph of a character; an empty box for a character without a glyph.
  package static func glyph(of character: Character) -> Glyph { table[character] ?? box }

  private static let box = Glyph(
    ["######"] + [String](repeating: "#....#", count: 7) + ["######"])

  private static let table: [Character: Glyph] = {
    var table: [Character: Glyph] = [" ": Glyph(["..."])]
    for drawing in [capitals, smallLetters, digits, signs, foreignSigns, mathematics] {
      for block in drawing.split(separator: "\n\n") {
        table.merge(glyphs(ofBlock: String(block))) { _, new in new }
      }
    }
    return table
  }()

  /// Parses a block: one line of characters, then their rows in columns.
  private static func glyphs(ofBlock block: String) -> [Character: Glyph] {
    let lines = block.split(separator: "\n").map { $0.split(separator: " ") }
    guard let characters = lines.first else { return [:] }
    var glyphs: [Character: Glyph] = [:]
    for (index, name) in characters.enumerated() {
      let rows = lines.dropFirst().compactMap { line in
        index < line.count ? String(line[index]) : nil
      }
      if let character = name.first { glyphs[character] = Glyph(rows) }
    }
    return glyphs
  }
}
