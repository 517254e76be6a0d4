/// A chart of curves in one or more panels side by side, for example loss and accuracy.
public struct CurveChart: Hashable, Sendable {
  /// The title above all panels; an empty title takes no space.
  public var title: String
  /// The panels from left to right.
  public var panels: [CurvePanel]

  /// Creates a chart from panels.
  ///
  /// - Precondition: `panels` is not empty.
  public init(title: String = "", panels: [CurvePanel]) {
    precondition(!panels.isEmpty, "a chart without a panel")
    self.title = title
    self.panels = panels
  }

  /// Returns the chart as a picture of `height` × `width` pixels.
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
