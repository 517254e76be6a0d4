/// A named curve of a chart.
public struct CurveSeries: Hashable, Sendable {
  /// The name of the curve in the legend.
  public let name: String
  /// The x coordinates.
  public let x: [Double]
  /// The y coordinates; a value that is not finite leaves a gap.
  public let y: [Double]

  /// Creates a curve from coordinates.
  ///
  /// - Precondition: `x` and `y` have the same number of elements.
  public init(name: String, x: [Double], y: [Double]) {
    precondition(x.count == y.count, "\(x.count) places for \(y.count) values")
    self.name = name
    self.x = x
    self.y = y
  }

  /// Creates a curve of values at x = 1, 2, 3 …, for example one value for each epoch.
  public init(name: String, values: [Double]) {
    self.init(name: name, x: values.indices.map { Double($0 + 1) }, y: values)
  }

  /// The parts of the curve between gaps, as indices.
  package var stretches: [[Int]] {
    let isFinite = x.indices.map { x[$0].isFinite && y[$0].isFinite }
    return x.indices.split { !isFinite[$0] }.map(Array.init)
  }
}
