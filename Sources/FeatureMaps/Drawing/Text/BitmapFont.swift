/// A proportional font for ASCII and `× ± − – · … √ Σ ⌊ ⌋ ⌈ ⌉ ° ≈ → ²`, with 9 rows above the
/// baseline and 3 below.
///
/// At zoom 1 each ink cell is a pixel. At larger zooms, neighboring cells are connected by round
/// strokes as thick as the zoom, so that diagonals are lines instead of stairs. Other characters
/// are drawn as empty boxes.
public struct BitmapFont: Hashable, Sendable {
  /// The size of a cell in pixels, at least 1.
  public let zoom: Double

  /// Creates the font in a size.
  ///
  /// - Precondition: `zoom` is finite and at least 1.
  public init(zoom: Double = 1) {
    precondition(zoom >= 1 && zoom.isFinite, "a font at zoom \(zoom)")
    self.zoom = zoom
  }

  /// The font of notes in small spaces; capitals are 9 pixels high.
  public static let tiny = BitmapFont()
  /// The font of captions and ticks; capitals are 11 pixels high.
  public static let small = BitmapFont(zoom: 1.25)
  /// The font of chart labels; capitals are 14 pixels high.
  public static let medium = BitmapFont(zoom: 1.5)
  /// The font of titles; capitals are 18 pixels high.
  public static let large = BitmapFont(zoom: 2)

  /// The number of pixels from the top of a capital to the bottom of a descender.
  public var height: Int { Int((Double(Glyph.height) * zoom).rounded(.up)) }

  /// The number of pixels from the top of a capital to the baseline.
  public var capitalHeight: Int { Int((9 * zoom).rounded()) }

  /// Returns the width of a text in pixels, without a gap after the last letter; at least 0.
  public func width(of text: String) -> Int {
    let cells = text.reduce(0) { $0 + Double(Glyph.glyph(of: $1).width) + gap }
    return Int((max(0, cells - gap) * zoom).rounded(.up))
  }

  /// Returns the text, shortened with an ellipsis if it is wider than `width` pixels.
  public func shortened(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    var start = text
    while !start.isEmpty && self.width(of: start + "…") > width { start.removeLast() }
    return start.isEmpty ? "" : start + "…"
  }

  /// The number of empty cells between letters; strokes need a wider gap than pixels.
  private var gap: Double { zoom == 1 ? 1 : 1.5 }

  /// Returns the coverage of a text whose top left corner is at `top` and `left`.
  func mask(of text: String, top: Int, left: Int) -> CoverageMask {
    var mask = CoverageMask(
      frame: Frame(top: top, left: left, height: height + 1, width: width(of: text) + 1))
    var column = 0.0
    for character in text {
      let glyph = Glyph.glyph(of: character)
      if zoom == 1 {
        stamp(glyph, Int(column), &mask)
      } else {
        stroke(glyph, column, &mask)
      }
      column += Double(glyph.width) + gap
    }
    return mask
  }

  private func stamp(_ glyph: Glyph, _ column: Int, _ mask: inout CoverageMask) {
    let frame = mask.frame
    for y in 0..<Glyph.height {
      for x in 0..<glyph.width where glyph[y, x] {
        mask[frame.top + y, frame.left + column + x] = 1
      }
    }
  }

  /// Connects each cell with its neighbors to the right and below.
  private func stroke(_ glyph: Glyph, _ column: Double, _ mask: inout CoverageMask) {
    let (top, left) = (Double(mask.frame.top), Double(mask.frame.left))
    func middle(_ y: Int, _ x: Int) -> Point {
      Point(y: top + (Double(y) + 0.5) * zoom, x: left + (column + Double(x) + 0.5) * zoom)
    }
    for y in 0..<Glyph.height {
      for x in 0..<glyph.width where glyph[y, x] {
        var isAlone = true
        for (dy, dx) in [(0, 1), (1, 0), (1, 1), (1, -1)] where glyph[y + dy, x + dx] {
          // A corner that a third cell fills is not a diagonal.
          if dy != 0 && dx != 0 && (glyph[y + dy, x] || glyph[y, x + dx]) { continue }
          isAlone = false
          mask.addSegment(from: middle(y, x), to: middle(y + dy, x + dx), thickness: zoom)
        }
        if isAlone { mask.addSegment(from: middle(y, x), to: middle(y, x), thickness: zoom) }
      }
    }
  }
}
