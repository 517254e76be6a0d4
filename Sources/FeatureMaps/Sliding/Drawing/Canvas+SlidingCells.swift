extension Canvas {
  /// Draws a cell with a number in its middle.
  ///
  /// - Parameters:
  ///   - frame: The cell.
  ///   - color: The color of the cell.
  ///   - text: The number; none where the cell is too small.
  ///   - zoom: The size of the number.
  ///   - lift: How many pixels the number lies above the middle.
  mutating func cell(
    _ frame: Frame, _ color: RGB, _ text: String?, zoom: Double, lift: Int = 0
  ) {
    fill(frame, color)
    rim(frame)
    if let text {
      number(text, in: frame, zoom: zoom, color: SlidingScale.ink(on: color), lift: lift)
    }
  }

  /// Draws the thin line around a cell.
  mutating func rim(_ frame: Frame) {
    if frame.height >= 8 { outline(frame, RGB(168, 172, 180)) }
  }

  /// Draws a number in the middle of a cell.
  mutating func number(
    _ text: String, in frame: Frame, zoom: Double, color: RGB, lift: Int = 0
  ) {
    let font = BitmapFont(zoom: zoom)
    self.text(
      text, top: frame.top + (frame.height - font.capitalHeight) / 2 - lift,
      x: frame.left + frame.width / 2, font: font, alignment: .center, color: color)
  }

  /// Draws diagonal lines over a cell.
  mutating func hatch(_ frame: Frame, _ color: RGB, step: Int) {
    for y in frame.top..<frame.bottom {
      for x in frame.left..<frame.right where (x + y) % step == 0 { self[y, x] = color }
    }
  }

  /// Draws a heavy frame with a light line inside, visible on every background.
  mutating func highlight(_ frame: Frame, _ color: RGB, thickness: Int) {
    outline(frame.inset(by: -thickness / 2 - 1), .white, thickness: 1)
    outline(frame.inset(by: -thickness / 2), color, thickness: thickness)
    outline(frame.inset(by: thickness - thickness / 2), .white, thickness: 1)
  }
}
