import ConvCore

/// Draws the frames of an animation.
///
/// What stays is drawn once; each frame is a copy of it with the window and its numbers on top.
package struct SlidingPicture: Sendable {
  let model: SlidingModel
  let view: SlidingView
  let layout: SlidingLayout
  let figures: SlidingFigures
  let words: SlidingWords
  let palette: SlidingPalette
  /// How coefficients are drawn into the input; `nil` where they are not.
  let tag: SlidingTag?
  let positions: [SlidingPosition]
  private let steps: [SlidingPosition: SlidingStep]
  /// The finished picture without a window.
  private var finished: Canvas
  /// The picture with the outputs of the first ``filled`` positions.
  private var progress: Canvas
  private var filled = 0
  private var totals: SlidingTotals

  /// Prepares the drawing; `nil` when the cells would be too small to see.
  ///
  /// - Parameters:
  ///   - model: What is shown.
  ///   - crop: The positions that are shown.
  ///   - width: The width of the picture in pixels.
  ///   - white: The value of white in the input; `nil` for the largest value that is shown.
  ///   - palette: The colors.
  package init?(
    _ model: SlidingModel, crop: SlidingCrop, width: Int, white: Double?, palette: SlidingPalette
  ) {
    let view = SlidingView(model, crop)
    guard let layout = SlidingLayout(model, view, width: width) else { return nil }
    let positions = crop.positions
    let steps = positions.map(model.step)
    self.model = model
    self.view = view
    self.layout = layout
    self.palette = palette
    self.positions = positions
    self.steps = Dictionary(uniqueKeysWithValues: zip(positions, steps))
    figures = SlidingFigures(model, view, layout, steps: steps, white: white, palette: palette)
    tag = SlidingTag(model, figures, cell: layout.input.cell)
    words = SlidingWords(model: model, view: view, figures: figures)
    totals = SlidingTotals(model, steps: steps)
    progress = Canvas(height: layout.height, width: layout.width)
    finished = progress
    drawScenery(on: &progress)
    var whole = progress
    for y in view.outputRows {
      for x in view.outputColumns {
        drawOutput(
          SlidingPosition(y: y, x: x), Double(model.output[y, x]), on: &whole)
      }
    }
    finished = whole
  }

  /// The number of rows of every frame.
  package var height: Int { layout.height }
  /// The number of columns of every frame.
  package var width: Int { layout.width }

  /// Draws one frame; frames are drawn in the order of the script.
  package mutating func canvas(of shot: SlidingShot) -> Canvas {
    switch shot.scene {
    case .finished(let position):
      var canvas = finished
      draw(position, .result, on: &canvas)
      return canvas
    case .kernel(let degrees): return kernelScene(degrees: degrees)
    case .window(let position, let stage):
      fill(through: position, including: stage == .result)
      var canvas = progress
      draw(position, stage, on: &canvas)
      return canvas
    }
  }

  /// The computation of a frame in words, for readers who do not see it.
  package func caption(of shot: SlidingShot) -> String {
    switch shot.scene {
    case .finished: "\(words.title). \(words.subtitle). \(words.sizeFormula)."
    case .kernel(let degrees): SlidingPicture.kernelTitle(model, degrees: degrees)
    case .window(let position, _): words.sum(step(position)).text
    }
  }

  /// The title of the animation.
  package var title: String { words.title }

  func step(_ position: SlidingPosition) -> SlidingStep {
    steps[position] ?? model.step(at: position)
  }

  /// Fills in the outputs of all positions before one, row by row.
  private mutating func fill(through position: SlidingPosition, including: Bool) {
    guard let index = positions.firstIndex(of: position) else { return }
    let end = index + (including ? 1 : 0)
    while filled < end {
      let step = step(positions[filled])
      if model.rule == .transposed {
        for (place, value) in totals.add(step) { drawOutput(place, value, on: &progress) }
      } else {
        drawOutput(step.position, Double(step.output ?? .nan), on: &progress)
      }
      filled += 1
    }
  }

  /// Draws one value of the output.
  func drawOutput(_ position: SlidingPosition, _ value: Double, on canvas: inout Canvas) {
    guard view.outputRows.contains(position.y), view.outputColumns.contains(position.x) else {
      return
    }
    canvas.cell(
      layout.output.frame(
        position.y - view.outputRows.lowerBound, position.x - view.outputColumns.lowerBound),
      figures.output.scale.color(value), figures.output.text(value),
      zoom: figures.output.zoom ?? 1)
  }
}
