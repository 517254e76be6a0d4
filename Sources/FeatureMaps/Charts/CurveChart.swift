/// Curves in one or more panels side by side, as for loss and accuracy during training.
public struct CurveChart: Hashable, Sendable {
  /// The line above all panels; none when empty.
  public var title: String
  /// From left to right.
  public var panels: [CurvePanel]

  /// Creates a chart.
  ///
  /// - Precondition: There is a panel.
  public init(title: String = "", panels: [CurvePanel]) {
    precondition(!panels.isEmpty, "a chart without a panel")
    self.title = title
    self.panels = panels
  }

  /// Draws the chart.
  public func drawn(height: Int = 420, width: Int = 1000) -> Canvas {
    var picture = Canvas(height: height, width: width)
    let margin = 16
    let top = title.isEmpty ? margin : margin + BitmapFont.large.height + 10
    picture.text(
      BitmapFont.large.shortened(title, to: width - 2 * margin), top: margin, x: width / 2,
      font: .large, alignment: .center)
    let gap = 28
    let panelWidth = (width - 2 * margin - (panels.count - 1) * gap) / panels.count
    for (index, panel) in panels.enumerated() {
      let area = Frame(
        top: top, left: margin + index * (panelWidth + gap), height: height - top - margin,
        width: panelWidth)
      CurveDrawing(panel, in: area).draw(on: &picture)
    }
    return picture
  }
}
