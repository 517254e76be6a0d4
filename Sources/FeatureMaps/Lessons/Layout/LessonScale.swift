import ConvCore
import ImageFilters

/// The key to the colors of a matrix: a bar with the values at its ends.
package struct LessonScale: Hashable, Sendable {
  private let scale: ColorScale
  /// What the bar is for, such as `kernel`; empty where there is one bar.
  private let name: String

  private static let font = BitmapFont.medium
  private static let barWidth = 200
  private static let barHeight = 18
  private static let gap = 10

  /// Creates the key of a grid; `nil` for white cells, which need none.
  package init?(of grid: NumberGrid, name: String = "") {
    switch grid.coloring {
    case .plain: return nil
    case .gray: scale = ColorScale(range: grid.range, colorMap: .gray)
    case .signed: scale = ColorScale(range: grid.range.symmetric, colorMap: .diverging)
    }
    self.name = name
  }

  /// The height of the key.
  static let height = max(barHeight, font.height)

  /// The width of the key.
  var width: Int {
    let words = [name, lower, upper].map { LessonScale.font.width(of: $0) }.reduce(0, +)
    return words + LessonScale.barWidth + (name.isEmpty ? 2 : 3) * LessonScale.gap
  }

  private var lower: String { NumberText.fourDigits(scale.range.lower) }
  private var upper: String { NumberText.fourDigits(scale.range.upper) }

  /// Draws the key.
  func draw(on picture: inout Canvas, top: Int, left: Int) {
    let font = LessonScale.font
    let textTop = top + (LessonScale.barHeight - font.capitalHeight) / 2
    var x = left
    for text in [name, lower] where !text.isEmpty {
      picture.text(text, top: textTop, x: x, font: font, color: .label)
      x += font.width(of: text) + LessonScale.gap
    }
    let bar = Frame(top: top, left: x, height: LessonScale.barHeight, width: LessonScale.barWidth)
    let (start, reach) = (scale.range.lower, scale.range.upper - scale.range.lower)
    for column in 0..<bar.width {
      let share = Float(column) / Float(bar.width - 1)
      picture.fill(
        Frame(top: bar.top, left: bar.left + column, height: bar.height, width: 1),
        scale.color(of: start + share * reach))
    }
    picture.outline(bar.inset(by: -1), .frame)
    picture.text(upper, top: textTop, x: bar.right + LessonScale.gap, font: font, color: .label)
  }
}
