/// The layout of a confusion matrix in a picture.
package struct ConfusionDrawing: Sendable {
  private let chart: ConfusionChart
  /// The side of a cell in pixels.
  package let cell: Int
  /// The rectangle of all cells.
  package let grid: Frame

  private static let margin = 20
  private static let nameFont = BitmapFont.medium
  private static let noteFont = BitmapFont.small
  /// The widths of the columns of recalls and sample numbers at the right, in pixels.
  private static let recallWidth = 72
  private static let totalWidth = 68

  package init(_ chart: ConfusionChart, height: Int, width: Int) {
    self.chart = chart
    let font = ConfusionDrawing.nameFont
    let names = min(chart.classNames.map { font.width(of: $0) }.max() ?? 0, width / 5)
    let left = ConfusionDrawing.margin + font.height + 10 + names + 12
    let top = ConfusionDrawing.margin + 40 + font.height + 8 + font.height + 6
    let right = ConfusionDrawing.recallWidth + ConfusionDrawing.totalWidth + ConfusionDrawing.margin
    let room = min(width - left - right, height - top - 96)
    cell = max(1, room / chart.counts.count)
    let side = cell * chart.counts.count
    grid = Frame(top: top, left: left, height: side, width: side)
  }

  /// Returns the rectangle of a cell, without the line around the cell.
  package func place(row: Int, column: Int) -> Frame {
    Frame(
      top: grid.top + row * cell, left: grid.left + column * cell, height: cell, width: cell
    ).inset(by: cell > 8 ? 1 : 0)
  }

  package func draw(on picture: inout Canvas) {
    let room = picture.width - 2 * ConfusionDrawing.margin
    picture.text(
      BitmapFont.large.shortened(title, to: room), top: ConfusionDrawing.margin,
      x: ConfusionDrawing.margin, font: .large)
    picture.fill(grid, .grid)
    picture.outline(grid.inset(by: -1), .frame)
    drawCells(on: &picture)
    drawNames(on: &picture)
    drawTotals(on: &picture)
    drawKey(on: &picture)
  }

  private var title: String {
    guard let accuracy = chart.accuracy else { return "\(chart.title): no samples" }
    let percent = NumberText.fixed(accuracy * 100, decimals: 2)
    return "\(chart.title): \(percent) % of \(NumberText.grouped(chart.total)) right"
  }

  private func drawCells(on picture: inout Canvas) {
    let longest = chart.counts.joined().map(NumberText.grouped).max { $0.count < $1.count } ?? ""
    let font = [2, 1.5, 1.25, 1].map { BitmapFont(zoom: $0) }.first {
      $0.width(of: longest) + 8 <= cell && $0.capitalHeight + 6 <= cell
    }
    for row in chart.counts.indices {
      for column in chart.counts.indices {
        let place = place(row: row, column: column)
        let color = chart.color(row: row, column: column)
        picture.fill(place, color)
        guard let font else { continue }
        let count = chart.counts[row][column]
        // Zeros are pale so that the other counts stand out.
        let ink = count == 0 ? RGB(196, 201, 209) : color.luma < 0.55 ? .white : .ink
        picture.text(
          NumberText.grouped(count), top: place.top + (place.height - font.capitalHeight) / 2,
          x: place.left + place.width / 2, font: font, alignment: .center, color: ink)
      }
    }
  }

  private func drawNames(on picture: inout Canvas) {
    let font = ConfusionDrawing.nameFont
    let room = grid.left - ConfusionDrawing.margin - font.height - 22
    for (index, name) in chart.classNames.enumerated() where cell >= font.capitalHeight {
      let middle = index * cell + cell / 2
      picture.text(
        font.shortened(name, to: cell - 4), top: grid.top - font.height - 4,
        x: grid.left + middle, font: font, alignment: .center)
      picture.text(
        font.shortened(name, to: room), top: grid.top + middle - font.capitalHeight / 2,
        x: grid.left - 12, font: font, alignment: .trailing)
    }
    picture.text(
      "predicted class", top: grid.top - 2 * font.height - 12, x: grid.left + grid.width / 2,
      font: font, alignment: .center, color: .label)
    picture.upwardText(
      "true class", left: ConfusionDrawing.margin, y: grid.top + grid.height / 2, font: font,
      color: .label)
  }

  /// Draws the recall and the number of samples of each row.
  private func drawTotals(on picture: inout Canvas) {
    let font = ConfusionDrawing.noteFont
    let recall = grid.right + ConfusionDrawing.recallWidth
    let total = recall + ConfusionDrawing.totalWidth
    let top = grid.top - font.height - 7
    for (words, x) in [("recall", recall), ("samples", total)] {
      picture.text(words, top: top, x: x, font: font, alignment: .trailing, color: .label)
    }
    for index in chart.counts.indices where cell >= font.capitalHeight {
      let middle = grid.top + index * cell + cell / 2 - font.capitalHeight / 2
      let share = chart.recall(of: index).map { NumberText.fixed($0 * 100, decimals: 1) + " %" }
      picture.text(share ?? "–", top: middle, x: recall, font: font, alignment: .trailing)
      picture.text(
        NumberText.grouped(chart.counts[index].reduce(0, +)), top: middle, x: total, font: font,
        alignment: .trailing, color: .label)
    }
  }

  /// Draws two color bars as the key to the shares of a row.
  private func drawKey(on picture: inout Canvas) {
    let font = ConfusionDrawing.noteFont
    var left = grid.left
    let top = grid.bottom + 46
    picture.text(
      "color: share of the row, on a logarithmic scale", top: grid.bottom + 16, x: left,
      font: font, color: .label)
    for (name, color) in [("right", RGB.right), ("mistaken", RGB.wrong)] {
      picture.text(name, top: top, x: left, font: font)
      left += font.width(of: name) + 12
      for share in [0.001, 0.01, 0.1, 1] {
        let swatch = Frame(top: top - 4, left: left, height: 19, width: 30)
        picture.fill(swatch, RGB.white.mixed(with: color, share: ConfusionChart.depth(share)))
        picture.outline(swatch, .grid)
        picture.text(
          NumberText.short(Float(share * 100)) + "%", top: top + 21, x: left + 15, font: .tiny,
          alignment: .center, color: .label)
        left += 38
      }
      left += 20
    }
  }
}
