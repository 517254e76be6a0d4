/// A pair of axes with curves.
public struct CurvePanel: Hashable, Sendable {
  /// The title above the plot.
  public var title: String
  /// The horizontal axis, to the right.
  public var x: ChartAxis
  /// The vertical axis, upward.
  public var y: ChartAxis
  /// The curves, in the order of the legend.
  public var series: [CurveSeries]

  /// Creates a panel from two axes and the curves.
  public init(title: String, x: ChartAxis, y: ChartAxis, series: [CurveSeries]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }
}
