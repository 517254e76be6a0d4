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
  public func drawn(height: Int = 420, width: Int = 1000) -> Picture {
    var picture = Picture(height: height, width: width)
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

/// What an axis is called, and where it begins and ends.
public struct ChartAxis: Hashable, Sendable {
  /// Its name, with the unit.
  public var label: String
  /// Whether only whole numbers are ticks, as for epochs.
  public var isWhole: Bool
  /// A value the axis reaches down to at least.
  public var lower: Double?
  /// A value the axis reaches up to at least.
  public var upper: Double?

  /// Creates an axis.
  public init(
    _ label: String, isWhole: Bool = false, lower: Double? = nil, upper: Double? = nil
  ) {
    self.label = label
    self.isWhole = isWhole
    self.lower = lower
    self.upper = upper
  }

  /// The range of the finite values and of the axis' own bounds, never of zero length.
  ///
  /// Without any value it is 0…1. A single value lies in the middle, unless it is a bound of the
  /// axis: 100 % stays at the top.
  func range(of values: some Sequence<Double>) -> ClosedRange<Double> {
    var all = values.filter(\.isFinite)
    all += [lower, upper].compactMap { $0 }.filter(\.isFinite)
    guard let least = all.min(), let most = all.max() else { return 0...1 }
    if least < most { return least...most }
    let reach = isWhole ? 0.5 : least == 0 ? 1 : abs(least) * 0.1
    if upper == most && lower != least { return least - reach...most }
    return lower == least ? least...most + reach : least - reach...most + reach
  }
}

/// A named curve.
public struct CurveSeries: Hashable, Sendable {
  /// What the legend says.
  public let name: String
  /// Places along the x axis.
  public let x: [Double]
  /// A value at each place; one that is not finite leaves a gap.
  public let y: [Double]

  /// Creates a curve.
  ///
  /// - Precondition: There are as many values as places.
  public init(name: String, x: [Double], y: [Double]) {
    precondition(x.count == y.count, "\(x.count) places for \(y.count) values")
    self.name = name
    self.x = x
    self.y = y
  }

  /// Creates a curve of values at 1, 2, 3 …, as for epochs.
  public init(name: String, values: [Double]) {
    self.init(name: name, x: values.indices.map { Double($0 + 1) }, y: values)
  }

  /// The stretches without a gap, as indices.
  var stretches: [[Int]] {
    let isFinite = x.indices.map { x[$0].isFinite && y[$0].isFinite }
    return x.indices.split { !isFinite[$0] }.map(Array.init)
  }
}
