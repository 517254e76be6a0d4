import ConvCore

extension NetworkItem {
  private static let edge = RGB(74, 96, 132)

  /// Draws the layer with its labels.
  func draw(on picture: inout Canvas, in place: Frame) {
    let center = place.left + place.width / 2
    for (index, line) in above.enumerated() {
      picture.text(
        line, top: place.top + 6 + index * 22, x: center, font: NetworkItem.font,
        alignment: .center, color: index == 0 ? .ink : .label)
    }
    for (index, line) in below.enumerated() {
      picture.text(
        line, top: place.bottom - 46 + index * 22, x: center, font: NetworkItem.font,
        alignment: .center, color: index == 0 ? .ink : .label)
    }
    let left = place.left + (place.width - graphicWidth) / 2
    switch form {
    case .stack(let count, let height, let width):
      for index in (0..<count).reversed() {
        var sheet = front(in: place)
        sheet.left += index * NetworkItem.step
        sheet.top -= index * NetworkItem.step
        (sheet.height, sheet.width) = (height, width)
        picture.fill(sheet, color)
        picture.outline(sheet, NetworkItem.edge)
      }
    case .column(let count):
      drawColumn(NetworkColumn(count: count), on: &picture, left: left, middle: middle(of: place))
    case .bar:
      let bar = Frame(
        top: middle(of: place) - 124, left: left, height: 248, width: graphicWidth)
      picture.fill(bar, color)
      for row in stride(from: bar.top, to: bar.bottom, by: 8) {
        picture.fill(Frame(top: row, left: bar.left, height: 1, width: bar.width), .frame)
      }
      picture.outline(bar, NetworkItem.edge)
    }
  }

  private func drawColumn(
    _ column: NetworkColumn, on picture: inout Canvas, left: Int, middle: Int
  ) {
    let x = left + NetworkColumn.diameter / 2
    for row in column.dots {
      picture.dot(at: point(middle + row, x), diameter: 4, color: NetworkItem.edge)
    }
    for (index, row) in column.circles.enumerated() {
      let center = point(middle + row, x)
      picture.dot(at: center, diameter: Double(NetworkColumn.diameter), color: NetworkItem.edge)
      picture.dot(at: center, diameter: Double(NetworkColumn.diameter - 3), color: color)
      if index < unitNames.count {
        picture.text(
          unitNames[index], top: middle + row - NetworkItem.font.capitalHeight / 2,
          x: left + NetworkColumn.diameter + 8, font: NetworkItem.font)
      }
    }
  }

  // MARK: Connections

  /// Draws the window of this layer on the maps before it, or the lines between units.
  func connect(from source: NetworkItem, in start: Frame, to place: Frame, on picture: inout Canvas)
  {
    guard followsTheOneBefore else { return }
    if let window, case .stack = source.form {
      return connect(window, on: source.front(in: start), to: front(in: place), &picture)
    }
    if case .column(let count) = form {
      let ends = NetworkColumn(count: count).circles
      return connect(source.exits(in: start), to: ends, in: place, &picture)
    }
    let row = Double(middle(of: place))
    let begin = Double(source.right(in: start) + 8)
    let end = Double(place.left + (place.width - graphicWidth) / 2 - 8)
    picture.line(from: Point(y: row, x: begin), to: Point(y: row, x: end), color: .label)
    for side in [-5.0, 5.0] {
      picture.line(
        from: Point(y: row + side, x: end - 7), to: Point(y: row, x: end), color: .label)
    }
  }

  private func connect(
    _ window: Size2D, on source: Frame, to target: Frame, _ picture: inout Canvas
  ) {
    let square = Frame(
      top: source.top + max(0, (source.height - window.height) / 2),
      left: source.left + max(0, source.width - window.width - source.width / 8),
      height: min(window.height, source.height), width: min(window.width, source.width))
    let end = point(target.top + target.height / 2, target.left + 8)
    for row in [square.top, square.bottom - 1] {
      picture.line(from: point(row, square.right), to: end, color: .label)
    }
    picture.outline(square, RGB(186, 46, 52), thickness: 2)
    picture.dot(at: end, diameter: 6, color: RGB(186, 46, 52))
  }

  private func connect(
    _ starts: [Point], to rows: [Int], in place: Frame, _ picture: inout Canvas
  ) {
    let x = Double(place.left + (place.width - graphicWidth) / 2 - 1)
    for start in starts {
      for row in rows {
        picture.line(
          from: start, to: Point(y: Double(middle(of: place) + row), x: x),
          color: RGB(206, 211, 219))
      }
    }
  }

  /// The points from which lines to the units of the next layer begin.
  private func exits(in place: Frame) -> [Point] {
    let x = Double(right(in: place))
    switch form {
    case .column(let count):
      return NetworkColumn(count: count).circles.map {
        Point(y: Double(middle(of: place) + $0), x: x)
      }
    case .bar:
      return stride(from: -105, through: 105, by: 70).map {
        Point(y: Double(middle(of: place) + $0), x: x)
      }
    case .stack: return [Point(y: Double(middle(of: place)), x: x)]
    }
  }

  // MARK: Places

  /// The rectangle of the front map of a stack.
  private func front(in place: Frame) -> Frame {
    guard case .stack(let count, let height, let width) = form else {
      return Frame(
        top: middle(of: place), left: place.left + (place.width - graphicWidth) / 2, height: 1,
        width: 1)
    }
    let lift = (count - 1) * NetworkItem.step
    return Frame(
      top: middle(of: place) - (height + lift) / 2 + lift,
      left: place.left + (place.width - graphicWidth) / 2, height: height, width: width)
  }

  private func middle(of place: Frame) -> Int { place.top + 60 + NetworkItem.graphicHeight / 2 }

  /// The column after the drawing, without the names of units.
  private func right(in place: Frame) -> Int {
    let left = place.left + (place.width - graphicWidth) / 2
    if case .column = form { return left + NetworkColumn.diameter + 1 }
    return left + graphicWidth
  }

  private func point(_ y: Int, _ x: Int) -> Point { Point(y: Double(y) + 0.5, x: Double(x) + 0.5) }
}
