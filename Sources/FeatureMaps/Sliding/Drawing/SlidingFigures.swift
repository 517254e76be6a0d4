import ConvCore

/// How the numbers of all grids are written and colored.
struct SlidingFigures: Hashable, Sendable {
  /// The format and the size of one grid's numbers.
  struct Style: Hashable, Sendable {
    let numbers: SlidingNumbers
    /// The format where there is room: in the lines below the grids.
    let full: SlidingNumbers
    /// The size of the font; `nil` where numbers do not fit into the cells.
    let zoom: Double?
    let scale: SlidingScale

    /// The text of a cell.
    func text(_ value: Double) -> String? { zoom == nil ? nil : numbers.text(value) }
  }

  let input: Style
  let values: Style
  let weights: Style
  let products: Style
  let output: Style
  let sums: Style

  /// Chooses formats and colors.
  ///
  /// - Parameters:
  ///   - model: The operation.
  ///   - view: What is drawn.
  ///   - layout: The sizes of the cells.
  ///   - steps: All positions.
  ///   - white: The value of white in the input; `nil` for the largest value.
  ///   - palette: The colors of all grids.
  init(
    _ model: SlidingModel, _ view: SlidingView, _ layout: SlidingLayout, steps: [SlidingStep],
    white: Double?, palette: SlidingPalette
  ) {
    let part = model.parts[model.shownPart]
    let read = view.inputRows.flatMap { y in
      view.inputColumns.compactMap { x in
        model.value(at: SlidingPosition(y: y, x: x), channel: part.channel).map(Double.init)
      }
    }
    let given = view.outputRows.flatMap { y in
      view.outputColumns.map { Double(model.output[y, $0]) }
    }
    let products = steps.flatMap { $0.products.isEmpty ? [] : $0.products[model.shownPart] }
    let light = SlidingScale(read, white: white, palette: palette)
    let isLight =
      switch model.rule {
      case .pooling: true
      case .sum:
        model.bias == nil && model.parts.count == 1
          && abs(part.weights.reduce(0, +) - 1) < 1e-5 && part.weights.allSatisfy { $0 >= 0 }
      default: false
      }
    input = Style(read, cell: layout.input.cell, light)
    // The numbers of the window change with each frame; white cells keep files small.
    values = Style(
      read, cell: layout.values.cell,
      model.multiplies ? SlidingScale(white: palette) : light)
    weights = Style(
      part.weights, cell: layout.kernel?.cell ?? 0,
      SlidingScale(signed: part.weights, palette: palette))
    self.products = Style(
      products, cell: layout.products?.cell ?? 0,
      SlidingScale(signed: products, palette: palette))
    output = Style(
      given, cell: layout.output.cell,
      isLight && !light.isSigned
        ? light
        : given.contains { $0 < 0 }
          ? SlidingScale(signed: given, palette: palette)
          : SlidingScale(given, white: nil, palette: palette))
    let sums = steps.flatMap(\.partialSums)
    self.sums = Style(
      sums, cell: layout.sums?.cell ?? 0,
      SlidingScale(signed: sums, palette: palette, levels: 6))
  }
}

extension SlidingFigures.Style {
  /// Chooses the most digits and the largest font with which all numbers fit.
  init(_ values: [Double], cell: Int, _ scale: SlidingScale) {
    let ideal = min(3, max(1, Double(cell) / 30))
    let full = SlidingNumbers(values)
    let some = SlidingFigures.Style.extremes(of: values)
    for digits in [4, 3, 2] {
      let numbers = SlidingNumbers(values, digits: digits)
      // At zoom 2 letters are strokes with their gaps, as at most zooms.
      let widest = some.map { BitmapFont(zoom: 2).width(of: numbers.text($0)) }.max() ?? 0
      let zoom = min(ideal, (0.9 * Double(cell) - 3) / max(1, Double(widest) / 2))
      if zoom >= max(min(1.1, ideal), 0.75 * ideal) || (digits == 2 && zoom >= 1) {
        self.init(numbers: numbers, full: full, zoom: zoom, scale: scale)
        return
      }
    }
    self.init(numbers: full, full: full, zoom: nil, scale: scale)
  }

  /// Numbers among which is the widest: all of few, the outermost of many.
  private static func extremes(of values: [Double]) -> [Double] {
    guard values.count > 1000 else { return values }
    let finite = values.filter(\.isFinite)
    return [finite.min() ?? 0, finite.max() ?? 0, finite.first ?? 0] + finite.prefix(500)
  }
}
