import ConvCore
import ImageFilters

extension NumberGrid {
  /// Draws the grid on a picture.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - top: The row where the grid begins, with its column numbers.
  ///   - left: The column where the grid begins, with its row numbers.
  package func draw(on picture: inout Canvas, top: Int, left: Int) {
    let whole = frame(rows: 0..<rows, columns: 0..<columns, top: top, left: left)
    picture.fill(whole, .frame)
    let font = font
    for index in values.indices {
      let place = cell(row: index / columns, column: index % columns, top: top, left: left)
      draw(index, at: place, font: font, on: &picture)
    }
    drawIndexes(on: &picture, top: top, left: left)
    for outline in outlines { draw(outline, on: &picture, top: top, left: left) }
  }

  /// Returns the color of a cell.
  package func color(of index: Int) -> RGB {
    if let tint = tints[index] { return tint }
    guard let value = values[index] else { return .white }
    switch coloring {
    case .plain: return .white
    case .signed: return ColorScale(range: range, colorMap: .diverging).color(of: value)
    case .gray: return ColorScale(range: range, colorMap: .gray).color(of: value)
    }
  }

  private func draw(_ index: Int, at place: Frame, font: BitmapFont?, on picture: inout Canvas) {
    let isOutside = outside.contains(index)
    if isOutside {
      let hatching = MapTile.hatched(height: place.height, width: place.width, word: "")
      picture.blit(hatching, top: place.top, left: place.left)
    } else {
      picture.fill(place, color(of: index))
    }
    guard let value = values[index], let font else { return }
    picture.text(
      NumberGrid.text(of: value), top: place.top + (place.height - font.capitalHeight) / 2,
      x: place.left + place.width / 2, font: font, alignment: .center,
      color: isOutside ? .label : color(of: index).readableInk)
  }

  /// Draws the numbers of rows and columns.
  private func drawIndexes(on picture: inout Canvas, top: Int, left: Int) {
    guard let origin else { return }
    let font = NumberGrid.indexFont
    for column in 0..<columns {
      let place = cell(row: 0, column: column, top: top, left: left)
      picture.text(
        String(origin.x + column), top: top, x: place.left + place.width / 2, font: font,
        alignment: .center, color: .label)
    }
    for row in 0..<rows {
      let place = cell(row: row, column: 0, top: top, left: left)
      picture.text(
        String(origin.y + row), top: place.top + (place.height - font.capitalHeight) / 2,
        x: place.left - 8, font: font, alignment: .trailing, color: .label)
    }
  }

  private func draw(_ outline: GridOutline, on picture: inout Canvas, top: Int, left: Int) {
    let part = frame(rows: outline.rows, columns: outline.columns, top: top, left: left)
    picture.outline(
      part.inset(by: -(outline.thickness / 2)), outline.color, thickness: outline.thickness)
  }
}
