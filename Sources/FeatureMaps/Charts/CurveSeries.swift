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
