import ConvCore

extension SlidingPicture {
  /// Draws what the colors mean, in one line.
  func drawLegend(on canvas: inout Canvas) {
    let font = layout.font(1.3)
    let side = layout.length(18)
    var x = layout.length(30)
    let top = layout.legendTop
    func swatch(_ colors: [RGB], _ text: String, _ canvas: inout Canvas) {
      for color in colors {
        canvas.fill(Frame(top: top, left: x, height: side, width: side), color)
        canvas.outline(Frame(top: top, left: x, height: side, width: side), RGB(168, 172, 180))
        x += side
      }
      caption(text, &canvas)
    }
    func caption(_ text: String, _ canvas: inout Canvas) {
      x += layout.length(7)
      canvas.text(
        text, top: top + (side - font.capitalHeight) / 2, x: x, font: font, color: .label)
      x += font.width(of: text) + layout.length(20)
    }
    let input = figures.input.scale
    if !input.isSigned {
      let numbers = SlidingNumbers([input.upper])
      swatch(
        [input.color(0), input.color(input.upper)],
        "input 0 … \(numbers.text(input.upper))", &canvas)
    }
    if input.isSigned || model.multiplies {
      let scale = SlidingScale(signed: [1], palette: palette)
      swatch(
        [scale.color(-1), scale.color(0), scale.color(1)],
        palette == .safe ? "below 0, 0, above 0" : "dark: below 0, light: above 0", &canvas)
    }
    let frame = Frame(top: top, left: x, height: side, width: side)
    canvas.outline(frame, palette.window, thickness: max(2, layout.length(4)))
    x += side
    caption(model.rule == .transposed ? "value and its stamp" : "window and its output", &canvas)
    if let kernel = model.kernel?.applied, hasMovedAnchor(kernel) {
      let frame = Frame(top: top, left: x, height: side, width: side)
      canvas.outline(frame, .ink, thickness: max(2, layout.length(3)))
      x += side
      caption("anchor, on the output's pixel", &canvas)
    }
    if let name = words.borderName {
      let frame = Frame(top: top, left: x, height: side, width: side)
      let color = RGB.white.mixed(with: palette.border, share: 0.4)
      canvas.fill(frame, color)
      canvas.hatch(frame, color.mixed(with: RGB(0, 0, 0), share: 0.18), step: 4)
      canvas.outline(frame, palette.edge, thickness: max(1, layout.length(2)))
      x += side
      caption(name, &canvas)
    }
  }
}
