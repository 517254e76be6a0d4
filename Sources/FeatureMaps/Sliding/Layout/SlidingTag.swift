/// The coefficients in the corners of the input's cells, and the room that numbers leave for them.
struct SlidingTag: Hashable, Sendable {
  let font: BitmapFont
  /// The size of the numbers of the input.
  let numberZoom: Double

  /// The height of a coefficient's box.
  var height: Int { font.capitalHeight + 4 }

  /// How many pixels the numbers lie above the middles of their cells.
  var lift: Int { height / 2 }

  /// Chooses the fonts.
  ///
  /// - Returns: `nil` where there are no coefficients, or where they do not fit.
  init?(_ model: SlidingModel, _ figures: SlidingFigures, cell: Int) {
    let weights = model.parts[model.shownPart].weights
    guard let zoom = figures.input.zoom, cell >= 34, model.rule != .transposed, !weights.isEmpty
    else { return nil }
    font = BitmapFont(zoom: max(1, Double(cell) / 42))
    let (font, numbers) = (font, figures.weights.numbers)
    let widest = weights.map { font.width(of: "×" + numbers.text($0)) }.max() ?? 0
    guard widest + 12 <= cell else { return nil }
    numberZoom = min(zoom, Double(cell - (font.capitalHeight + 4) - 12) / 9)
    if numberZoom < 1 { return nil }
  }
}
