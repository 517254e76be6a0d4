/// One matrix of a ``LessonPicture``, with what leads to it from the panel before.
package struct LessonPanel: Hashable, Sendable {
  /// What stands between a panel and the panel before it.
  package enum Joint: Hashable, Sendable {
    /// Nothing but a gap.
    case none
    /// A sign such as `∗` or `=`.
    case sign(String)
    /// An arrow with words above it, a line each.
    case arrow([String])
  }

  /// What stands before the panel.
  package var joint: Joint
  /// The lines above the matrix.
  package var captions: [String]
  /// The matrix.
  package var grid: NumberGrid

  /// Creates a panel.
  package init(joint: Joint = .none, captions: [String], grid: NumberGrid) {
    self.joint = joint
    self.captions = captions
    self.grid = grid
  }

  /// The font of the captions.
  static let captionFont = BitmapFont.medium
  /// The font of signs between panels.
  static let signFont = BitmapFont(zoom: 4)
  /// The height of one line of captions with its gap.
  static let lineHeight = captionFont.height + 4

  /// The pixels of the captions above the matrix.
  var captionHeight: Int { captions.count * LessonPanel.lineHeight + (captions.isEmpty ? 0 : 6) }

  /// The width of the matrix or of its captions, whichever is larger.
  var width: Int {
    max(grid.width, captions.map { LessonPanel.captionFont.width(of: $0) }.max() ?? 0)
  }

  /// The width of what stands before the panel, with its gaps.
  var jointWidth: Int {
    switch joint {
    case .none: 40
    case .sign(let sign): LessonPanel.signFont.width(of: sign) + 48
    case .arrow(let lines):
      max(72, lines.map { LessonPanel.captionFont.width(of: $0) }.max() ?? 0) + 56
    }
  }

  /// Draws the captions and the matrix.
  func draw(on picture: inout Canvas, top: Int, left: Int) {
    for (index, caption) in captions.enumerated() {
      picture.text(
        caption, top: top + index * LessonPanel.lineHeight, x: left,
        font: LessonPanel.captionFont, color: .label)
    }
    grid.draw(on: &picture, top: top + captionHeight, left: left)
  }

  /// Draws what stands before the panel.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - middle: The row of the middle.
  ///   - left: The column where it begins, ``jointWidth`` before the panel.
  func drawJoint(on picture: inout Canvas, middle: Int, left: Int) {
    let center = left + jointWidth / 2
    switch joint {
    case .none: break
    case .sign(let sign):
      let font = LessonPanel.signFont
      picture.text(
        sign, top: middle - font.capitalHeight / 2, x: center, font: font, alignment: .center)
    case .arrow(let lines):
      for (index, line) in lines.enumerated() {
        let top = middle - 14 - (lines.count - index) * LessonPanel.lineHeight
        picture.text(
          line, top: top, x: center, font: LessonPanel.captionFont, alignment: .center)
      }
      drawArrow(on: &picture, middle: middle, from: left + 16, to: left + jointWidth - 16)
    }
  }

  private func drawArrow(on picture: inout Canvas, middle: Int, from start: Int, to end: Int) {
    let tip = Point(y: Double(middle), x: Double(end))
    picture.line(
      from: Point(y: tip.y, x: Double(start)), to: tip, thickness: 4, color: .ink)
    for side in [-1.0, 1] {
      picture.line(
        from: Point(y: tip.y + 11 * side, x: tip.x - 14), to: tip, thickness: 4, color: .ink)
    }
  }
}
