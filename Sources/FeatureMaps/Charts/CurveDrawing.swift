/// The layout of a panel in a part of a picture.
///
/// From top to bottom: the panel's title, the legend (outside the plot), the plot, the ticks and
/// the name of the x axis. The y axis ends on ticks; the x axis ends near the data.
package struct CurveDrawing: Sendable {
  private let panel: CurvePanel
  private let area: Frame
  /// The rectangle of the curves.
  package let plot: Frame
  private let xRange: ClosedRange<Double>
  private let yRange: ClosedRange<Double>
  private let xTicks: AxisTicks
  private let yTicks: AxisTicks

  /// The colors of the curves, in order; color-blind people can distinguish the colors too.
  package static let palette = [
    RGB(24, 102, 180), RGB(219, 97, 16), RGB(16, 140, 98), RGB(150, 76, 160), RGB(110, 116, 126),
  ]
  private static let tickFont = BitmapFont.small
  private static let labelFont = BitmapFont.medium
  /// The distance between the frame and the first and last point, in pixels.
  private static let indent = 12

  package init(_ panel: CurvePanel, in area: Frame) {
    self.panel = panel
    self.area = area
    let y = panel.y.range(of: panel.series.flatMap(\.y))
    let step = AxisTicks(y, parts: 6, isWhole: panel.y.isWhole).step
    yRange =
      (y.lowerBound / step + 1e-3).rounded(.down) * step...(y.upperBound / step - 1e-3).rounded(.up)
      * step
    yTicks = AxisTicks(yRange, step: step)
    let tickWidth = yTicks.labels.map { CurveDrawing.tickFont.width(of: $0) }.max() ?? 0
    let left = area.left + CurveDrawing.labelFont.height + 10 + tickWidth + 8
    let top = area.top + 56
    plot = Frame(
      top: top, left: left, height: max(1, area.bottom - 50 - top),
      width: max(1, area.right - 10 - left))
    xRange = panel.x.range(of: panel.series.flatMap(\.x))
    xTicks = AxisTicks(xRange, parts: max(2, plot.width / 60), isWhole: panel.x.isWhole)
  }

  /// Returns the position of a pair of values in the picture.
  package func place(x: Double, y: Double) -> Point {
    let across = (x - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound)
    let up = (y - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound)
    let width = Double(max(1, plot.width - 2 * CurveDrawing.indent))
    return Point(
      y: Double(plot.bottom) - 0.5 - up * Double(plot.height - 1),
      x: Double(plot.left + CurveDrawing.indent) + across * width)
  }

  package func draw(on picture: inout Canvas) {
    picture.text(
      CurveDrawing.labelFont.shortened(panel.title, to: area.width), top: area.top,
      x: plot.left, font: CurveDrawing.labelFont)
    drawAxes(on: &picture)
    drawLegend(on: &picture)
    var isEmpty = true
    for (index, series) in panel.series.enumerated() where !series.stretches.isEmpty {
      draw(series, CurveDrawing.palette[index % CurveDrawing.palette.count], on: &picture)
      isEmpty = false
    }
    if isEmpty {
      picture.text(
        "no data", top: plot.top + plot.height / 2 - 7, x: plot.left + plot.width / 2,
        font: CurveDrawing.labelFont, alignment: .center, color: .label)
    }
  }

  private func drawAxes(on picture: inout Canvas) {
    let font = CurveDrawing.tickFont
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      let y = Int(place(x: xRange.lowerBound, y: value).y)
      picture.fill(Frame(top: y, left: plot.left, height: 1, width: plot.width), .grid)
      picture.text(
        label, top: y - font.capitalHeight / 2, x: plot.left - 8, font: font,
        alignment: .trailing, color: .label)
    }
    for (value, label) in zip(xTicks.values, xTicks.labels) {
      let x = Int(place(x: value, y: yRange.lowerBound).x)
      picture.fill(Frame(top: plot.top, left: x, height: plot.height, width: 1), .grid)
      picture.fill(Frame(top: plot.bottom, left: x, height: 4, width: 1), .frame)
      picture.text(
        label, top: plot.bottom + 9, x: x, font: font, alignment: .center, color: .label)
    }
    picture.fill(Frame(top: plot.top, left: plot.left, height: plot.height, width: 1), .frame)
    picture.fill(Frame(top: plot.bottom - 1, left: plot.left, height: 1, width: plot.width), .frame)
    picture.text(
      panel.x.label, top: area.bottom - CurveDrawing.labelFont.capitalHeight - 5,
      x: plot.left + plot.width / 2, font: CurveDrawing.labelFont, alignment: .center)
    picture.upwardText(
      panel.y.label, left: area.left, y: plot.top + plot.height / 2, font: CurveDrawing.labelFont)
  }

  private func drawLegend(on picture: inout Canvas) {
    let font = CurveDrawing.tickFont
    let top = area.top + 28
    var left = plot.left
    for (index, series) in panel.series.enumerated() {
      let color = CurveDrawing.palette[index % CurveDrawing.palette.count]
      let name = font.shortened(series.name, to: area.right - left - 28)
      guard !name.isEmpty else { return }
      let y = Double(top) + Double(font.capitalHeight) / 2
      picture.line(
        from: Point(y: y, x: Double(left + 2)), to: Point(y: y, x: Double(left + 20)),
        thickness: 3, color: color)
      picture.text(name, top: top, x: left + 28, font: font)
      left += 28 + font.width(of: name) + 22
    }
  }

  private func draw(_ series: CurveSeries, _ color: RGB, on picture: inout Canvas) {
    // Line ends and dots may extend over the frame, because a half line at 100 % looks cut off.
    let clip = plot.inset(by: -4)
    let hasDots = series.x.count <= 30
    for stretch in series.stretches {
      let points = stretch.map { place(x: series.x[$0], y: series.y[$0]) }
      picture.polyline(points, thickness: 2.2, color: color, clip: clip)
      if hasDots || points.count == 1 {
        for point in points { picture.dot(at: point, diameter: 6.5, color: color, clip: clip) }
      }
    }
  }
}
