import ConvCore

/// A picture for a lesson: a title, matrices with numbers side by side, and what they mean below.
package struct LessonPicture: Hashable, Sendable {
  /// The title.
  package var title: String
  /// The lines below the title.
  package var notes: [String]
  /// The matrices, from left to right, in as many rows as they need.
  package var panels: [LessonPanel]
  /// The lines below the matrices.
  package var footer: [String]
  /// The keys to the colors.
  package var scales: [LessonScale]

  /// Creates a picture.
  ///
  /// - Precondition: `panels` is not empty.
  package init(
    title: String, notes: [String] = [], panels: [LessonPanel], footer: [String] = [],
    scales: [LessonScale] = []
  ) {
    precondition(!panels.isEmpty, "a picture of no matrices")
    self.title = title
    self.notes = notes
    self.panels = panels
    self.footer = footer
    self.scales = scales
  }

  /// The width up to which matrices lie side by side, and to which texts are shortened.
  static let widest = 1_840
  private static let margin = 32
  private static let titleFont = BitmapFont.large
  private static let lineFont = BitmapFont.medium
  private static let lineHeight = lineFont.height + 6
  private static let titleHeight = titleFont.height + 12

  /// The number of pixels of the picture, for a limit before it is drawn.
  package var pixels: Int { size.height * size.width }

  /// Draws the picture.
  package func drawn() -> Canvas {
    let size = size
    var picture = Canvas(height: size.height, width: size.width)
    let (margin, room) = (LessonPicture.margin, size.width - 2 * LessonPicture.margin)
    picture.text(
      LessonPicture.titleFont.shortened(title, to: room), top: margin, x: margin,
      font: LessonPicture.titleFont)
    var top = margin + LessonPicture.titleHeight
    draw(notes, on: &picture, top: &top, room: room)
    top += 12
    drawPanels(on: &picture, top: top)
    top += panelsSize.height + 20
    draw(footer, on: &picture, top: &top, room: room)
    drawScales(on: &picture, top: top)
    return picture
  }

  /// The width for matrices and texts.
  private static let room = widest - 2 * margin
  private static let rowGap = 28

  /// The panels in rows: as many in a row as fit, at least one.
  private var rows: [[LessonPanel]] {
    var rows: [[LessonPanel]] = []
    for panel in panels {
      if let last = rows.last,
        LessonPicture.width(of: last) + panel.jointWidth + panel.width <= LessonPicture.room
      {
        rows[rows.count - 1].append(panel)
      } else {
        rows.append([panel])
      }
    }
    return rows
  }

  /// The width of a row; what stands before its first panel begins the row, unless it is a gap.
  private static func width(of row: [LessonPanel]) -> Int {
    row.enumerated().reduce(0) { $0 + leading(of: $1.element, at: $1.offset) + $1.element.width }
  }

  private static func leading(of panel: LessonPanel, at place: Int) -> Int {
    place > 0 || panel.joint != .none ? panel.jointWidth : 0
  }

  private static func height(of row: [LessonPanel]) -> Int {
    (row.map(\.captionHeight).max() ?? 0) + (row.map(\.grid.height).max() ?? 0)
  }

  private var panelsSize: Size2D {
    let rows = rows
    return Size2D(
      height: rows.map(LessonPicture.height).reduce(0, +) + LessonPicture.rowGap * (rows.count - 1),
      width: rows.map(LessonPicture.width).max() ?? 0)
  }

  private var size: Size2D {
    let lines = notes.count + footer.count
    let words =
      [LessonPicture.titleFont.width(of: title)]
      + (notes + footer).map { LessonPicture.lineFont.width(of: $0) }
    let scaleWidth =
      scales.map(\.width).reduce(0, +) + 40 * max(0, scales.count - 1)
    let content = max(
      panelsSize.width, scaleWidth,
      min(words.max() ?? 0, LessonPicture.room))
    let height =
      LessonPicture.titleHeight + lines * LessonPicture.lineHeight + 32 + panelsSize.height
      + (scales.isEmpty ? 0 : LessonScale.height + 10)
    return Size2D(
      height: height + 2 * LessonPicture.margin, width: content + 2 * LessonPicture.margin)
  }

  private func draw(_ lines: [String], on picture: inout Canvas, top: inout Int, room: Int) {
    for line in lines {
      picture.text(
        LessonPicture.lineFont.shortened(line, to: room), top: top, x: LessonPicture.margin,
        font: LessonPicture.lineFont, color: .label)
      top += LessonPicture.lineHeight
    }
  }

  private func drawPanels(on picture: inout Canvas, top: Int) {
    var top = top
    for row in rows {
      let height = LessonPicture.height(of: row)
      // Matrices of different heights have one middle, whatever stands above them.
      let captions = row.map(\.captionHeight).max() ?? 0
      let middle = top + captions + (height - captions) / 2
      var left = LessonPicture.margin
      for (place, panel) in row.enumerated() {
        let leading = LessonPicture.leading(of: panel, at: place)
        if leading > 0 { panel.drawJoint(on: &picture, middle: middle, left: left) }
        left += leading
        panel.draw(
          on: &picture, top: middle - panel.grid.height / 2 - panel.captionHeight, left: left)
        left += panel.width
      }
      top += height + LessonPicture.rowGap
    }
  }

  private func drawScales(on picture: inout Canvas, top: Int) {
    var left = LessonPicture.margin
    for scale in scales {
      scale.draw(on: &picture, top: top + 6, left: left)
      left += scale.width + 40
    }
  }
}
