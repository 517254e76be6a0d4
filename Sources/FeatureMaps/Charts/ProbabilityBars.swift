/// The probabilities of classes as bars, the largest one in another color.
struct ProbabilityBars: Sendable {
  private static let step = 23
  private static let thickness = 16
  private static let length = 560
  private static let names = 120
  private static let most = 20

  private let title: String
  /// The classes with their probabilities: all in their order, or the most probable ones.
  private let entries: [(name: String, probability: Float)]
  private let best: Int
  private let left: Int

  init(title: String, names: [String], probabilities: [Float]) {
    self.title = title
    let all = probabilities.indices
    let shown =
      all.count <= ProbabilityBars.most
      ? Array(all)
      : Array(
        all.sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }
          .prefix(ProbabilityBars.most))
    let entries = shown.map { (name: names[$0], probability: probabilities[$0]) }
    self.entries = entries
    best = entries.indices.max { entries[$0].probability < entries[$1].probability } ?? 0
    left = all.count - shown.count
  }

  /// The height of all bars.
  var height: Int { max(3, entries.count) * ProbabilityBars.step }

  /// The width of names, bars and numbers.
  var width: Int { nameWidth + ProbabilityBars.length + 90 }

  private var nameWidth: Int {
    min(ProbabilityBars.names, entries.map { BitmapFont.small.width(of: $0.name) }.max() ?? 0) + 12
  }

  /// Draws the bars, with the title in a column of `labels` pixels at the left.
  func draw(on picture: inout Canvas, top: Int, left: Int, labels: Int) {
    picture.text(
      BitmapFont.medium.shortened(title, to: labels - 12), top: top + 2, x: left, font: .medium)
    let notes = ["probabilities, softmax"] + (self.left > 0 ? ["\(self.left) more not shown"] : [])
    for (index, note) in notes.enumerated() {
      picture.text(note, top: top + 26 + 21 * index, x: left, font: .small, color: .label)
    }
    let start = left + labels + nameWidth
    for (index, entry) in entries.enumerated() {
      let row = top + index * ProbabilityBars.step
      let textTop = row + (ProbabilityBars.thickness - BitmapFont.small.capitalHeight) / 2
      picture.text(
        BitmapFont.small.shortened(entry.name, to: ProbabilityBars.names), top: textTop,
        x: start - 12, font: .small, alignment: .trailing)
      let share = entry.probability.isFinite ? min(max(entry.probability, 0), 1) : 0
      let place = Frame(
        top: row, left: start, height: ProbabilityBars.thickness, width: ProbabilityBars.length)
      picture.fill(place, RGB(238, 240, 243))
      var bar = place
      bar.width = Int((share * Float(ProbabilityBars.length)).rounded())
      picture.fill(bar, index == best ? RGB(46, 110, 180) : RGB(160, 176, 198))
      picture.text(
        "\(NumberText.fixed(Double(share) * 100, decimals: 1)) %", top: textTop,
        x: place.right + 10, font: .small)
    }
  }
}
