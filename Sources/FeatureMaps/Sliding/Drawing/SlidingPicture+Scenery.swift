import ConvCore

extension SlidingPicture {
  /// Draws all that no window changes: titles, the input, the kernel, empty cells, the legend.
  func drawScenery(on canvas: inout Canvas) {
    let margin = layout.length(30)
    let room = layout.width - 2 * margin
    let large = layout.font(2.2)
    canvas.text(
      large.shortened(words.title, to: room), top: layout.length(24), x: margin, font: large)
    let medium = layout.font(1.5)
    canvas.text(
      medium.shortened(words.subtitle, to: room), top: layout.length(66), x: margin, font: medium,
      color: .label)
    drawHeadings(on: &canvas)
    drawInput(on: &canvas)
    for row in 0..<layout.output.rows {
      for column in 0..<layout.output.columns {
        drawEmpty(layout.output.frame(row, column), &canvas)
      }
    }
    drawMiddle(on: &canvas)
    let small = layout.font(1.4)
    canvas.text(
      small.shortened(words.sizeFormula, to: room), top: layout.formulaTop, x: margin, font: small,
      color: .label)
    drawLegend(on: &canvas)
  }

  private func drawHeadings(on canvas: inout Canvas) {
    let font = layout.font(1.3)
    let lift = layout.length(24)
    let margin = layout.length(30)
    let center = layout.values.left + layout.values.width / 2
    let middle = words.middleHeadings.map { font.width(of: $0) }.max() ?? 0
    let input = heading(words.inputHeading, "input x", font, room: center - middle / 2 - 2 * margin)
    canvas.text(
      input, top: layout.input.top - lift,
      x: min(layout.input.left, max(margin, layout.input.right - font.width(of: input))),
      font: font, color: .label)
    let output = heading(
      words.outputHeading, "output y", font,
      room: layout.width - 2 * margin - center - middle / 2)
    let wide = font.width(of: output)
    let end = max(layout.output.right, min(layout.output.left + wide, layout.width - margin))
    canvas.text(
      output, top: layout.output.top - lift, x: min(layout.output.left, end - wide), font: font,
      color: .label)
    let grids = [layout.values, layout.kernel, layout.products].compactMap { $0 }
    for (grid, heading) in zip(grids, words.middleHeadings) {
      canvas.text(
        heading, top: grid.top - lift + layout.length(2), x: grid.left + grid.width / 2,
        font: font, alignment: .center, color: .label)
    }
  }

  /// A heading, or its first words where there is no room.
  private func heading(_ text: String, _ short: String, _ font: BitmapFont, room: Int) -> String {
    font.width(of: text) <= room ? text : short
  }

  private func drawInput(on canvas: inout Canvas) {
    let channel = model.parts[model.shownPart].channel
    for (row, y) in view.inputRows.enumerated() {
      for (column, x) in view.inputColumns.enumerated() {
        let place = SlidingPosition(y: y, x: x)
        drawInputCell(
          place, model.value(at: place, channel: channel),
          in: layout.input.frame(row, column), figures.input, on: &canvas, lift: tag?.lift ?? 0,
          zoom: tag?.numberZoom)
      }
    }
    drawEdge(on: &canvas)
  }

  /// Draws one value of the input: outside of the picture tinted and hatched.
  func drawInputCell(
    _ place: SlidingPosition, _ value: Float?, in frame: Frame, _ style: SlidingFigures.Style,
    on canvas: inout Canvas, lift: Int = 0, zoom: Double? = nil
  ) {
    let isOutside = model.rule != .transposed && !model.isInside(place)
    var color = value.map { style.scale.color(Double($0)) } ?? RGB(236, 238, 241)
    if isOutside { color = color.mixed(with: palette.border, share: value == nil ? 0.1 : 0.4) }
    canvas.fill(frame, color)
    if isOutside {
      let line = color.mixed(with: color.luma > 0.5 ? RGB(0, 0, 0) : .white, share: 0.18)
      canvas.hatch(frame, line, step: max(4, frame.height / 6))
    }
    canvas.rim(frame)
    let ink = SlidingScale.ink(on: color)
    if let value, let text = style.text(Double(value)) {
      canvas.number(text, in: frame, zoom: zoom ?? style.zoom ?? 1, color: ink, lift: lift)
    } else if value == nil, style.zoom != nil {
      canvas.number("–", in: frame, zoom: style.zoom ?? 1, color: ink)
    }
  }

  /// Draws the line between the picture and what lies outside.
  private func drawEdge(on canvas: inout Canvas) {
    guard view.reachesOutside(model.geometry.input), model.rule != .transposed else { return }
    let cell = layout.input.cell
    func clamp(_ range: Range<Int>, _ side: Int) -> (start: Int, count: Int) {
      let inside = range.clamped(to: 0..<side)
      return (inside.lowerBound - range.lowerBound, inside.count)
    }
    let rows = clamp(view.inputRows, model.geometry.input.height)
    let columns = clamp(view.inputColumns, model.geometry.input.width)
    guard rows.count > 0, columns.count > 0 else { return }
    let frame = Frame(
      top: layout.input.top + rows.start * cell, left: layout.input.left + columns.start * cell,
      height: rows.count * cell, width: columns.count * cell)
    canvas.outline(frame.inset(by: -1), palette.edge, thickness: max(2, layout.length(3)))
  }

  func drawEmpty(_ frame: Frame, _ canvas: inout Canvas) {
    canvas.fill(frame, RGB(244, 245, 247))
    canvas.rim(frame)
  }

  private func drawMiddle(on canvas: inout Canvas) {
    for grid in [layout.values, layout.products].compactMap({ $0 }) {
      for row in 0..<grid.rows {
        for column in 0..<grid.columns { drawEmpty(grid.frame(row, column), &canvas) }
      }
    }
    guard let grid = layout.kernel, let kernel = model.kernel?.applied else { return }
    for (index, weight) in model.parts[model.shownPart].weights.enumerated() {
      let frame = grid.frame(index / grid.columns, index % grid.columns)
      canvas.cell(
        frame, figures.weights.scale.color(weight), figures.weights.text(weight),
        zoom: figures.weights.zoom ?? 1)
    }
    if hasMovedAnchor(kernel) {
      canvas.outline(
        grid.frame(kernel.anchor.y, kernel.anchor.x).inset(by: 1), .ink,
        thickness: max(2, layout.length(3)))
    }
  }

  /// Whether the anchor is to be shown: it is not simply the middle.
  func hasMovedAnchor(_ kernel: Kernel) -> Bool {
    guard model.sizeRule == .same || model.sizeRule == .cutStamps else { return false }
    return 2 * kernel.anchor.y != kernel.size.height - 1
      || 2 * kernel.anchor.x != kernel.size.width - 1
  }
}
