/// The distortion of a digit by a writer's hand: proportions, slant, a turn and a slow warp.
struct WritingPose {
  private let xAxis: Point
  private let yAxis: Point
  /// The displacements at a 3×3 grid over the box.
  private let warp: [Point]

  /// Draws a random pose for a digit.
  init(digit: Int, using generator: inout some RandomNumberGenerator) {
    let width = digit == 1 ? 0.75 : 0.74 * (1 + max(generator.bell(0.24), -0.28))
    // The writers of MNIST lean to the right.
    let slant = min(max(-0.13 + generator.bell(0.24), -0.75), 0.5)
    let turn = direction(turns: generator.bell(0.02))
    xAxis = Point(turn.x, turn.y) * width
    yAxis = Point(turn.x * slant - turn.y, turn.y * slant + turn.x)
    var warp: [Point] = []
    for _ in 0..<9 { warp.append(Point(generator.bell(0.05), generator.bell(0.04))) }
    self.warp = warp
  }

  /// Returns the position of a point of the box after the distortion.
  func apply(_ point: Point) -> Point {
    let centered = point + displacement(at: point) - 0.5
    return xAxis * centered.x + yAxis * centered.y
  }

  /// Returns the displacement of a point.
  ///
  /// The displacement is quadratic between the three grid lines of each direction, without sharp
  /// bends.
  private func displacement(at point: Point) -> Point {
    let p = point.clamped(lowerBound: Point(repeating: 0), upperBound: Point(repeating: 1))
    let (a, b, c) = (
      (1 - p) * (1 - p), 2 * p * (1 - p), p * p
    )
    let top = warp[0] * a.x + warp[1] * b.x + warp[2] * c.x
    let middle = warp[3] * a.x + warp[4] * b.x + warp[5] * c.x
    let bottom = warp[6] * a.x + warp[7] * b.x + warp[8] * c.x
    return top * a.y + middle * b.y + bottom * c.y
  }
}
