/// One pair of axes and the curves in it.
public struct CurvePanel: Hashable, Sendable {
  /// The line above it.
  public var title: String
  /// To the right.
  public var x: ChartAxis
  /// Upward.
  public var y: ChartAxis
  /// The curves, in the order of the legend.
  public var series: [CurveSeries]

  /// Creates a panel.
  public init(title: String, x: ChartAxis, y: ChartAxis, series: [CurveSeries]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }
}
