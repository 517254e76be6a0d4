/// One character of the font as cells of ink, 12 rows high.
struct Glyph: Hashable, Sendable {
  /// Rows of every glyph: 9 above the line the letters stand on, 3 below.
  static let height = 12

  /// Columns.
  let width: Int
  private let ink: [Bool]

  /// Reads rows of `#` and other characters; missing rows are empty.
  init(_ rows: [String]) {
    let width = rows.map(\.count).max() ?? 0
    self.width = width
    var ink = [Bool](repeating: false, count: Glyph.height * width)
    for (y, row) in rows.prefix(Glyph.height).enumerated() {
      for (x, mark) in row.enumerated() { ink[y * width + x] = mark == "#" }
    }
    self.ink = ink
  }

  /// Whether a cell is ink; cells outside are not.
  subscript(y: Int, x: Int) -> Bool {
    (0..<Glyph.height).contains(y) && (0..<width).contains(x) && ink[y * width + x]
  }

  /// The glyph of a character, or an empty box for those the font does not have.
  static func glyph(of character: Character) -> Glyph { table[character] ?? box }

  private static let box = Glyph(
    ["######"] + [String](repeating: "#....#", count: 7) + ["######"])

  private static let table: [Character: Glyph] = {
    var table: [Character: Glyph] = [" ": Glyph(["..."])]
    for drawing in [capitals, smallLetters, digits, signs, foreignSigns] {
      for block in drawing.split(separator: "\n\n") {
        table.merge(glyphs(ofBlock: String(block))) { _, new in new }
      }
    }
    return table
  }()

  /// The glyphs of a block: a line of characters above their rows, in columns.
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
