import FeatureMaps
import Testing

@Suite("The font")
struct BitmapFontTests {
  private static let printable = (33...126).map { Character(UnicodeScalar(UInt8($0))) }

  private func drawn(_ text: String, _ font: BitmapFont) -> Canvas {
    var picture = Canvas(height: font.height + 10, width: font.width(of: text) + 10)
    picture.text(text, top: 5, x: 5, font: font)
    return picture
  }

  @Test("every printable character has a shape of its own")
  func everyCharacter() {
    let box = Glyph.glyph(of: "\u{1F600}")
    let glyphs = BitmapFontTests.printable.map { Glyph.glyph(of: $0) }
    #expect(Set(glyphs).count == glyphs.count)
    #expect(!glyphs.contains(box))
    #expect(glyphs.allSatisfy { $0.width > 0 })
    #expect("×±−·…√".allSatisfy { Glyph.glyph(of: $0) != box })
  }

  @Test("digits have one width, so that numbers stand in columns")
  func tabularDigits() {
    #expect(Set("0123456789".map { Glyph.glyph(of: $0).width }) == [6])
  }

  @Test("widths: cells and gaps, times the zoom, rounded up")
  func widths() {
    #expect(BitmapFont.tiny.width(of: "") == 0)
    #expect(BitmapFont.tiny.width(of: "1") == 6)
    #expect(BitmapFont.tiny.width(of: "10") == 13)
    #expect(BitmapFont.tiny.width(of: "I l") == 3 + 1 + 3 + 1 + 2)
    #expect(BitmapFont.large.width(of: "10") == 27)
    #expect(BitmapFont.medium.width(of: "10") == 21)
    #expect(BitmapFont.large.height == 24)
    #expect(BitmapFont.large.capitalHeight == 18)
  }

  @Test("at zoom 1 a cell is a pixel")
  func cellsArePixels() {
    let picture = drawn("T", .tiny)
    #expect(picture.count(.ink) == 7 + 8)
    #expect(picture.count(.ink, in: Frame(top: 5, left: 5, height: 1, width: 7)) == 7)
    #expect(picture.count(.ink, in: Frame(top: 5, left: 8, height: 9, width: 1)) == 9)
    #expect(picture.count(.white) == picture.height * picture.width - 15)
  }

  @Test("enlarged, strokes are as thick as the zoom")
  func strokes() {
    let picture = drawn("T", BitmapFont(zoom: 4))
    // The stem: column 3 of 7, pixels 12..<16, at a row far from the bar.
    let row = (0..<picture.width).map { picture[5 + 24, $0] }
    #expect(row.indices.filter { row[$0] == .ink } == [17, 18, 19, 20])
    #expect(row.count { $0 == .white } == row.count - 4)
  }

  @Test("ink stays within the width and height that are promised", arguments: [1, 1.25, 1.5, 2, 3])
  func inkStaysInside(_ zoom: Double) {
    let font = BitmapFont(zoom: zoom)
    let picture = drawn(String(BitmapFontTests.printable), font)
    let inside = Frame(
      top: 5, left: 5, height: font.height, width: picture.width - 10)
    #expect(
      picture.count(.white) - picture.count(.white, in: inside)
        == picture.height * picture.width - inside.height * inside.width)
    #expect(picture.count(.white, in: inside) < inside.height * inside.width)
  }

  @Test("alignment moves the text by half its width or all of it")
  func alignment() {
    let width = BitmapFont.tiny.width(of: "Ab1")
    var pictures: [Canvas] = []
    for (alignment, x) in [
      (TextAlignment.leading, 10), (.center, 10 + width / 2), (.trailing, 10 + width),
    ] {
      var picture = Canvas(height: 30, width: 60)
      picture.text("Ab1", top: 9, x: x, font: .tiny, alignment: alignment)
      pictures.append(picture)
    }
    #expect(pictures[0] == pictures[1] && pictures[1] == pictures[2])
  }

  @Test("upward text is the text turned by a quarter to the left", arguments: [1.0, 2])
  func upward(_ zoom: Double) {
    let font = BitmapFont(zoom: zoom)
    let (height, width) = (40, 90)
    var across = Canvas(height: height, width: width)
    across.text("loss g", top: 4, x: 6, font: font)
    var up = Canvas(height: width, width: height)
    up.upwardText("loss g", left: 4, y: width - 6, font: font, alignment: .leading)
    for y in 0..<height {
      for x in 0..<width { #expect(up[width - 1 - x, y] == across[y, x]) }
    }
  }

  @Test("long texts end in an ellipsis and fit")
  func shortened() {
    let font = BitmapFont.small
    #expect(font.shortened("cat", to: 200) == "cat")
    let short = font.shortened("a very long class name", to: 80)
    #expect(short.hasSuffix("…") && short.hasPrefix("a v"))
    #expect(font.width(of: short) <= 80)
    #expect(font.shortened("cat", to: 2) == "")
  }
}
