/// The shape of a group of ink, seen as pen strokes.
struct StrokeShape {
  /// The mean width of the strokes, in pixels.
  let width: Float
  /// Whether the ink is one upright stroke, like a 1.
  let isUprightLine: Bool
  /// The deviations of ``width`` and other quantities from those of a digit's strokes.
  let strains: [InkMeasure.Strain]

  /// Measures the strokes of a group.
  ///
  /// - Parameters:
  ///   - group: The group of ink.
  ///   - region: The ink and the paper around it.
  ///   - depth: The distance of each ink pixel from the edge of the ink.
  ///   - isClose: Whether the picture is cut close to the ink; then half of a photograph may count
  ///     as ink.
  init(of group: InkGroup, region: InkRegion, depth: [Float], isClose: Bool) {
    let width = max(region.strokeWidth, 1)
    self.width = width
    let extent = Float(group.extent)
    let length = Float(group.area) / width / extent
    let aspect = Float(group.rows.count) / Float(group.columns.count)
    isUprightLine = length < 1.35 && aspect > 2
    // A short line without turns is a 1, which stands upright.
    let isLying = length < 1.25 && aspect < 0.8
    // A bold 6 in a crop can be a thin stroke with a filled loop.
    strains = [
      InkMeasure.most(
        width / extent, isClose ? 0.29 : 0.33, "its lines are too thick for its size"),
      InkMeasure.least(width / extent, 0.025, "its lines are too thin for its size"),
      InkMeasure.most(2 * (depth.max() ?? 0) / width, 2.6, "it has blots"),
      InkMeasure.most(
        Self.widthVariation(region.own, depth: depth), isClose ? 0.53 : 0.42,
        "its lines vary in width"),
      InkMeasure.most(length, 3.8, "its lines are too long for its size"),
      InkMeasure.least(length, 0.8, "its lines are too short for its size"),
      InkMeasure.most(isLying ? 2 : 0, 1, "it is a line that lies"),
    ]
  }

  /// Returns the standard deviation of the stroke width over its mean, along the center line.
  ///
  /// The center line consists of the pixels whose distance from the edge is the largest, across or
  /// down. Wide strokes have more weight.
  private static func widthVariation(_ own: BinaryPlane, depth: [Float]) -> Float {
    var (count, sum, squares) = (Float(0), Float(0), Float(0))
    for y in 1..<max(own.height - 1, 1) {
      for i in y * own.width + 1..<max((y + 1) * own.width - 1, y * own.width + 1)
      where own.isSet[i] {
        let d = depth[i]
        guard d >= depth[i - own.width], d >= depth[i + own.width], d >= depth[i - 1],
          d >= depth[i + 1]
        else { continue }
        count += d
        sum += d * d
        squares += d * d * d
      }
    }
    guard count > 0 else { return 0 }
    let mean = sum / count
    return max(squares / count - mean * mean, 0).squareRoot() / mean
  }
}
