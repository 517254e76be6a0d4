/// The header of a sheet: the layer's name, notes, and the color bar with its ends.
///
/// The bar is at the right if the width suffices, otherwise below the text.
struct SheetHeader: Hashable, Sendable {
  let title: String
  let notes: [String]
  let scale: ColorScale
  /// The label of the left end of the color bar.
  let lower: String
  /// The label of the right end of the color bar.
  let upper: String

  private static let barHeight = 14
  private static let barWidth = 180
  private static let noteFont = BitmapFont.small
  private static let noteStep = 21
  private static let gap = 8

  /// The minimum width of the text, in pixels.
  var textWidth: Int {
    let notes = notes.map { SheetHeader.noteFont.width(of: $0) }
    return max(BitmapFont.large.width(of: title), notes.max() ?? 0)
  }

  private var keyWidth: Int {
    let ends = SheetHeader.noteFont.width(of: lower) + SheetHeader.noteFont.width(of: upper)
    return ends + 2 * SheetHeader.gap + SheetHeader.barWidth
  }

  /// The minimum width of the header, in pixels.
  var minimumWidth: Int { max(textWidth, keyWidth) }

  private func keyFitsBeside(_ width: Int) -> Bool { textWidth + 40 + keyWidth <= width }

  /// Returns the height of the header for a sheet's width, with the gap below the header.
  func height(forWidth width: Int) -> Int {
    let text = 44 + notes.count * SheetHeader.noteStep
    return text + (keyFitsBeside(width) ? 0 : SheetHeader.barHeight + 12)
  }

  /// Draws the header on a picture.
  func draw(on picture: inout Canvas, top: Int, left: Int, width: Int) {
    picture.text(title, top: top, x: left, font: .large)
    for (index, note) in notes.enumerated() {
      picture.text(
        note, top: top + 32 + index * SheetHeader.noteStep, x: left, font: SheetHeader.noteFont,
        color: .label)
    }
    let beside = keyFitsBeside(width)
    drawKey(
      on: &picture, top: beside ? top + 3 : top + 34 + notes.count * SheetHeader.noteStep,
      left: beside ? left + width - keyWidth : left)
  }

  private func drawKey(on picture: inout Canvas, top: Int, left: Int) {
    let font = SheetHeader.noteFont
    let textTop = top + (SheetHeader.barHeight - font.capitalHeight) / 2
    picture.text(lower, top: textTop, x: left, font: font, color: .label)
    let bar = Frame(
      top: top, left: left + font.width(of: lower) + SheetHeader.gap,
      height: SheetHeader.barHeight, width: SheetHeader.barWidth)
    let (start, reach) = (scale.range.lower, scale.range.upper - scale.range.lower)
    for x in 0..<bar.width {
      let share = Float(x) / Float(bar.width - 1)
      picture.fill(
        Frame(top: bar.top, left: bar.left + x, height: bar.height, width: 1),
        scale.color(of: start + share * reach))
    }
    picture.outline(bar.inset(by: -1), .frame)
    picture.text(upper, top: textTop, x: bar.right + SheetHeader.gap, font: font, color: .label)
  }
}

extension MapRenderer {
  /// Makes a header with the color bar for some ranges.
  ///
  /// - Parameters:
  ///   - title: The first line.
  ///   - notes: The lines below the title.
  ///   - ranges: The range of each map.
  ///   - isShared: Whether all maps have the first range; otherwise the ends are words.
  /// - Returns: A header whose color bar has numbers at its ends where maps share one range.
  func header(
    title: String, notes: [String], ranges: [ValueRange], isShared: Bool
  ) -> SheetHeader {
    let shared = ranges.first ?? ValueRange(lower: 0, upper: 0)
    let map = effectiveColorMap
    if isShared && shared.lower < shared.upper {
      return SheetHeader(
        title: title, notes: notes, scale: ColorScale(range: shared, colorMap: map),
        lower: NumberText.short(shared.lower), upper: NumberText.short(shared.upper))
    }
    return SheetHeader(
      title: title, notes: notes,
      scale: ColorScale(range: ValueRange(lower: isSymmetric ? -1 : 0, upper: 1), colorMap: map),
      lower: isSymmetric ? "−max |x|" : ranges.contains { $0.lower < 0 } ? "min" : "0",
      upper: isSymmetric ? "max |x|" : "max")
  }

  /// Returns the description of the scale for the notes.
  func scaleNote(isShared: Bool, noun: String = "map") -> String {
    guard isShared else { return "each \(noun) on its own scale" }
    if case .fixed = scale { return "fixed scale" }
    return "one scale for all"
  }
}
