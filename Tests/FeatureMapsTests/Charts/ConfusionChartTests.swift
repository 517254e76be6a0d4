import FeatureMaps
import Testing

@Suite("Confusion matrices")
struct ConfusionChartTests {
  private let chart = ConfusionChart(
    counts: [[90, 10, 0], [1, 999, 0], [0, 0, 0]], classNames: ["cat", "dog", "emu"])

  @Test("accuracy and recall are shares; a class without samples has none")
  func shares() {
    #expect(chart.total == 1100)
    #expect(chart.accuracy == 1089 / 1100.0)
    #expect(chart.recall(of: 0) == 0.9)
    #expect(chart.recall(of: 1) == 0.999)
    #expect(chart.recall(of: 2) == nil)
    #expect(ConfusionChart(counts: [[0]]).accuracy == nil)
    #expect(ConfusionChart(counts: [[0]]).classNames == ["0"])
  }

  @Test("colors: blue on the diagonal, orange beside it, white for none, a thousandth visible")
  func colors() {
    let right = chart.color(row: 0, column: 0)
    let wrong = chart.color(row: 0, column: 1)
    let rare = chart.color(row: 1, column: 0)
    #expect(right.blue > right.red && wrong.red > wrong.blue && rare.red > rare.blue)
    #expect(right.luma < wrong.luma && wrong.luma < rare.luma && rare.luma < 0.97)
    #expect(chart.color(row: 0, column: 2) == .white)
    #expect(chart.color(row: 2, column: 2) == .white)
    #expect(ConfusionChart.depth(0) == 0 && ConfusionChart.depth(1) == 1)
  }

  @Test("each cell has its color at its place, with a number that stands out")
  func cells() {
    let picture = chart.drawn()
    #expect(picture.height == 760 && picture.width == 760)
    let drawing = ConfusionDrawing(chart, height: 760, width: 760)
    #expect(drawing.grid.height == 3 * drawing.cell)
    for row in 0..<3 {
      for column in 0..<3 {
        let place = drawing.place(row: row, column: column)
        let color = chart.color(row: row, column: column)
        #expect(picture[place.top + 1, place.left + 1] == color)
        #expect(picture[place.bottom - 2, place.right - 2] == color)
        let pixels = picture.pixels(in: place)
        let contrast = pixels.map { abs($0.luma - color.luma) }.max() ?? 0
        let isZero = chart.counts[row][column] == 0
        #expect(contrast > (isZero ? 0.15 : 0.4))
      }
    }
  }

  @Test("everything fits for 1 to 60 classes and for long names", arguments: [1, 2, 10, 26, 60])
  func sizes(_ count: Int) {
    let counts = (0..<count).map { row in (0..<count).map { $0 == row ? 12345 : $0 } }
    let names = (0..<count).map { "class number \($0)" }
    let chart = ConfusionChart(counts: counts, classNames: names)
    let picture = chart.drawn()
    // A white border of 6 pixels all around.
    let inside = picture.frame.inset(by: 6)
    #expect(
      picture.count(.white) - picture.count(.white, in: inside)
        == 760 * 760 - inside.height * inside.width)
    let grid = ConfusionDrawing(chart, height: 760, width: 760).grid
    #expect(grid.right < 640 && grid.bottom < 680)
  }
}
