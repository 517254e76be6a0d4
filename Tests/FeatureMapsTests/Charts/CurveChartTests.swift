import FeatureMaps
import Testing

@Suite("Curves")
struct CurveChartTests {
  private let area = Frame(top: 16, left: 16, height: 388, width: 968)

  private func panel(_ values: [[Double]], y: ChartAxis = ChartAxis("loss")) -> CurvePanel {
    CurvePanel(
      title: "Loss", x: ChartAxis("epoch", isWhole: true), y: y,
      series: values.enumerated().map { CurveSeries(name: "curve \($0)", values: $1) })
  }

  @Test("every value is drawn in its color where the axes say")
  func places() {
    let values = [[0.4, 0.2, 0.1, 0.05], [0.3, 0.28, 0.25, 0.31]]
    let panel = panel(values)
    let picture = CurveChart(panels: [panel]).drawn()
    #expect(picture.height == 420 && picture.width == 1000)
    let drawing = CurveDrawing(panel, in: area)
    for (index, values) in values.enumerated() {
      for (epoch, value) in values.enumerated() {
        let place = drawing.place(x: Double(epoch + 1), y: value)
        #expect(picture[Int(place.y), Int(place.x)] == CurveDrawing.palette[index])
      }
      // Half-way between the first two.
      let middle = drawing.place(x: 1.5, y: (values[0] + values[1]) / 2)
      #expect(picture[Int(middle.y), Int(middle.x)] == CurveDrawing.palette[index])
    }
  }

  @Test("the y axis runs from tick to tick: bottom and top are round numbers")
  func axes() {
    let drawing = CurveDrawing(panel([[0.07, 0.43]]), in: area)
    #expect(abs(drawing.place(x: 1, y: 0).y - (Double(drawing.plot.bottom) - 0.5)) < 1e-9)
    #expect(abs(drawing.place(x: 1, y: 0.5).y - (Double(drawing.plot.top) + 0.5)) < 1e-9)
    #expect(drawing.place(x: 1, y: 0.2).x < drawing.place(x: 2, y: 0.2).x)
  }

  @Test("no curve runs through the legend: it stands above the plot")
  func legend() {
    let drawing = CurveDrawing(panel([[1, 2]]), in: area)
    let picture = CurveChart(panels: [panel([[1, 2]])]).drawn()
    let above = Frame(top: 16, left: 0, height: drawing.plot.top - 24, width: 1000)
    #expect(picture.count(CurveDrawing.palette[0], in: above) > 30)
    #expect(drawing.place(x: 2, y: 2).y > Double(above.bottom + 5))
  }

  @Test("NaN and infinity leave a gap")
  func gap() {
    let series = CurveSeries(name: "a", values: [1, 2, .nan, 3, .infinity, 4])
    #expect(series.stretches == [[0, 1], [3], [5]])
    let panel = CurvePanel(title: "", x: ChartAxis("x"), y: ChartAxis("y"), series: [series])
    let picture = CurveChart(panels: [panel]).drawn()
    let drawing = CurveDrawing(panel, in: area)
    let inGap = drawing.place(x: 3, y: 2.5)
    #expect(picture[Int(inGap.y), Int(inGap.x)] != CurveDrawing.palette[0])
    for (x, y) in [(2.0, 2.0), (4, 3), (6, 4)] {
      let place = drawing.place(x: x, y: y)
      #expect(picture[Int(place.y), Int(place.x)] == CurveDrawing.palette[0])
    }
  }

  @Test(
    "one point, equal values, nothing at all",
    arguments: [
      [[0.3]], [[2, 2, 2]], [[0]], [[]], [[], [1]], [[.nan, .nan]], [], [[1e-300, 1e300]],
    ])
  func strangeSeries(_ values: [[Double]]) {
    let panel = panel(values)
    let picture = CurveChart(title: "t", panels: [panel, panel]).drawn()
    #expect(picture.height == 420)
    let hasData = values.joined().contains(where: \.isFinite)
    let plot = CurveDrawing(panel, in: area).plot
    let inside = Frame(top: 130, left: 90, height: plot.height - 60, width: 390)
    #expect(
      CurveDrawing.palette.contains { picture.count($0, in: inside) > 0 } == hasData)
  }

  @Test("an axis holds its bounds, and 100 % stays at the top")
  func bounds() {
    #expect(ChartAxis("a").range(of: [3, 4]) == 3...4)
    #expect(ChartAxis("a", lower: 0, upper: 5).range(of: [3, .nan, 4]) == 0...5)
    #expect(ChartAxis("a", upper: 100).range(of: [100, 100]) == 90...100)
    #expect(ChartAxis("a", lower: 0).range(of: [0, 0]) == 0...1)
    #expect(ChartAxis("a", isWhole: true).range(of: [1]) == 0.5...1.5)
    #expect(ChartAxis("a").range(of: []) == 0...1)
  }
}
