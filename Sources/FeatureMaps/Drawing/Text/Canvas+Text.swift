extension Canvas {
  /// Draws a line of text from left to right.
  ///
  /// - Parameters:
  ///   - text: The text to draw.
  ///   - top: The row of the tops of capitals.
  ///   - x: The column of the text's start, center or end, as `alignment` says.
  ///   - font: The size of the font.
  ///   - alignment: The part of the text at column `x`.
  ///   - color: The color of the text.
  public mutating func text(
    _ text: String, top: Int, x: Int, font: BitmapFont = .small,
    alignment: TextAlignment = .leading, color: RGB = .ink
  ) {
    let left = x - alignment.offset(of: font.width(of: text))
    blend(font.mask(of: text, top: top, left: left), color)
  }

  /// Draws a line of text from bottom to top, as beside a vertical axis.
  ///
  /// - Parameters:
  ///   - text: The text to draw.
  ///   - left: The column of the tops of capitals.
  ///   - y: The row of the text's start, center or end, as `alignment` says.
  ///   - font: The size of the font.
  ///   - alignment: The part of the text at row `y`.
  ///   - color: The color of the text.
  public mutating func upwardText(
    _ text: String, left: Int, y: Int, font: BitmapFont = .small,
    alignment: TextAlignment = .center, color: RGB = .ink
  ) {
    let length = font.width(of: text)
    let bottom = y + alignment.offset(of: length)
    let mask = font.mask(of: text, top: 0, left: 0)
    blend(mask.turnedUpward(top: bottom - mask.frame.width, left: left), color)
  }
}
