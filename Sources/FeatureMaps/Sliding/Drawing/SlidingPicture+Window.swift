import ConvCore

extension SlidingPicture {
  /// Draws a position of the window: over the input, in the middle column, and its output.
  func draw(_ position: SlidingPosition, _ stage: SlidingStage, on canvas: inout Canvas) {
    let step = step(position)
    if model.rule == .transposed {
      drawStamp(step, stage, on: &canvas)
    } else {
      drawOverInput(step, on: &canvas)
      highlightOutput(step, on: &canvas)
    }
    drawNumbers(step, stage, on: &canvas)
    guard stage == .result else { return }
    let font = layout.font(1.8)
    canvas.text(
      words.result(step), top: layout.resultTop, x: layout.values.left + layout.values.width / 2,
      font: font, alignment: .center)
    drawSums(step, on: &canvas)
    drawSum(step, on: &canvas)
  }

  private func drawSum(_ step: SlidingStep, on canvas: inout Canvas) {
    let font = layout.font(1.8)
    let margin = layout.length(30)
    let lines = words.sum(step).lines(
      most: layout.sumLines, width: layout.width - 2 * margin, font: font)
    for (index, line) in lines.enumerated() {
      canvas.text(
        line, top: layout.sumTop + index * layout.length(31), x: margin, font: font)
    }
  }

  /// The thickness of the window's frame.
  private func thickness(_ grid: SlidingGrid) -> Int {
    max(2, min(layout.length(5), grid.cell / 4))
  }

  /// Draws the window with its coefficients over the input.
  private func drawOverInput(_ step: SlidingStep, on canvas: inout Canvas) {
    let grid = layout.input
    let weights = model.parts[model.shownPart].weights
    for (index, cell) in step.cells.enumerated() {
      let frame = grid.frame(
        cell.place.y - view.inputRows.lowerBound, cell.place.x - view.inputColumns.lowerBound)
      if let tag, index < weights.count {
        drawTag(weights[index], in: frame, tag, on: &canvas)
      }
      if model.geometry.dilation > 1 {
        canvas.outline(frame, palette.window, thickness: max(2, thickness(grid) / 2))
      }
    }
    canvas.highlight(extent(step, grid), palette.window, thickness: thickness(grid))
  }

  private func extent(_ step: SlidingStep, _ grid: SlidingGrid) -> Frame {
    let (first, size) = (step.cells[0].place, model.geometry.extent)
    return Frame(
      top: grid.top + (first.y - view.inputRows.lowerBound) * grid.cell,
      left: grid.left + (first.x - view.inputColumns.lowerBound) * grid.cell,
      height: size.height * grid.cell, width: size.width * grid.cell)
  }

  /// Draws a coefficient in the corner of a cell, inside the frame of the window.
  private func drawTag(
    _ weight: Double, in frame: Frame, _ tag: SlidingTag, on canvas: inout Canvas
  ) {
    let text = "×" + figures.weights.numbers.text(weight)
    let width = tag.font.width(of: text) + 6
    let edge = thickness(layout.input) / 2 + 2
    let box = Frame(
      top: frame.bottom - tag.height - edge, left: frame.right - width - edge, height: tag.height,
      width: width)
    canvas.fill(box, weight == 0 ? RGB(128, 128, 128) : palette.window)
    canvas.text(text, top: box.top + 2, x: box.left + 3, font: tag.font, color: .white)
  }

  private func highlightOutput(_ step: SlidingStep, on canvas: inout Canvas) {
    let frame = layout.output.frame(
      step.position.y - view.outputRows.lowerBound,
      step.position.x - view.outputColumns.lowerBound)
    canvas.highlight(frame, palette.window, thickness: thickness(layout.output))
  }

  /// Draws the value that is stamped and the outputs that the stamp reaches.
  private func drawStamp(
    _ step: SlidingStep, _ stage: SlidingStage, on canvas: inout Canvas
  ) {
    let frame = layout.input.frame(
      step.position.y - view.inputRows.lowerBound,
      step.position.x - view.inputColumns.lowerBound)
    canvas.highlight(frame, palette.window, thickness: thickness(layout.input))
    let grid = layout.output
    let (first, size) = (step.cells[0].place, model.geometry.extent)
    let reach = Frame(
      top: grid.top + first.y * grid.cell, left: grid.left + first.x * grid.cell,
      height: size.height * grid.cell, width: size.width * grid.cell)
    canvas.highlight(
      reach.clipped(to: grid.frame), palette.window, thickness: thickness(layout.output))
  }

  /// Draws the values under the window and the products.
  private func drawNumbers(
    _ step: SlidingStep, _ stage: SlidingStage, on canvas: inout Canvas
  ) {
    let part = model.shownPart
    for (index, value) in step.values[part].enumerated() {
      let place = model.rule == .transposed ? step.position : step.cells[index].place
      drawInputCell(
        place, value,
        in: layout.values.frame(
          index / layout.values.columns, index % layout.values.columns), figures.values,
        on: &canvas)
    }
    guard stage != .values, let grid = layout.products else {
      return markChosen(step, stage, on: &canvas)
    }
    for (index, product) in step.products[part].enumerated() {
      canvas.cell(
        grid.frame(index / grid.columns, index % grid.columns),
        figures.products.scale.color(product), figures.products.text(product),
        zoom: figures.products.zoom ?? 1)
    }
  }

  /// Frames the first value that a pooling takes as it is.
  private func markChosen(
    _ step: SlidingStep, _ stage: SlidingStage, on canvas: inout Canvas
  ) {
    guard case .pooling(let kind) = model.rule, kind == .maximum || kind == .minimum,
      stage == .result, let index = step.values[0].firstIndex(where: { $0 == step.output })
    else { return }
    canvas.highlight(
      layout.values.frame(index / layout.values.columns, index % layout.values.columns),
      palette.window, thickness: thickness(layout.values))
  }

  /// Draws the sums of all channels or kernels.
  private func drawSums(_ step: SlidingStep, on canvas: inout Canvas) {
    guard let grid = layout.sums else { return }
    let font = layout.font(1.2)
    let count = min(step.partialSums.count, grid.rows * grid.columns)
    let noun = model.rule == .sum ? "channels" : "kernels"
    let more = step.partialSums.count - count
    canvas.text(
      "sums of the \(noun)" + (more > 0 ? " (\(more) more are not drawn)" : ""),
      top: grid.top - layout.length(21), x: grid.left, font: font, color: .label)
    for index in 0..<count {
      let frame = Frame(
        top: grid.top + index / grid.columns * layout.sumHeight,
        left: grid.left + index % grid.columns * grid.cell, height: layout.sumHeight,
        width: grid.cell)
      let sum = step.partialSums[index]
      let color = figures.sums.scale.color(sum)
      canvas.cell(
        frame, color, figures.sums.numbers.text(sum), zoom: min(1.4, figures.sums.zoom ?? 1),
        lift: -layout.length(6))
      canvas.text(
        "\(index)", top: frame.top + 4, x: frame.left + 5, font: .tiny,
        color: SlidingScale.ink(on: color))
      if index == model.shownPart {
        canvas.outline(frame, palette.window, thickness: max(2, layout.length(3)))
      }
    }
  }
}
