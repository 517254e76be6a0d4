/// A point of a drawing: x to the right, y downward.
typealias Point = SIMD2<Float>

/// One movement of a pen: key points joined by a smooth curve.
///
/// Key points lie in the digit's box, x and y from 0 to 1. The curve passes through all key points
/// (Catmull and Rom, 1974). Only at a corner, the direction changes abruptly.
struct Stroke {
  /// The key points, in the order of the pen's movement.
  var points: [Point] = []
  /// The indices of the key points that are corners.
  var corners: Set<Int> = []

  /// Creates a stroke from key points without corners.
  init(_ points: (x: Float, y: Float)...) { points.forEach { line(to: $0.x, $0.y) } }

  /// Adds a key point.
  mutating func line(to x: Float, _ y: Float) { points.append(Point(x, y)) }

  /// Adds a key point that is a corner.
  mutating func corner(_ x: Float, _ y: Float) {
    corners.insert(points.count)
    line(to: x, y)
  }

  /// Adds `count` key points along an ellipse, between two angles in full turns.
  mutating func arc(
    _ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float,
    from start: Float, to end: Float, count: Int
  ) {
    for i in 0..<count {
      let t = start + (end - start) * Float(i) / Float(count - 1)
      points.append(Point(x, y) + Point(radiusX, radiusY) * direction(turns: t))
    }
  }

  /// Returns the curve as a polyline with `steps` pieces between two key points.
  func polyline(steps: Int) -> [Point] {
    var line: [Point] = []
    line.reserveCapacity(points.count * steps + 1)
    for i in 0..<max(points.count - 1, 0) {
      let (a, b) = (points[i], points[i + 1])
      // Beyond an end or a corner the curve is extended by a straight line.
      let before = i == 0 || corners.contains(i) ? a + a - b : points[i - 1]
      let isLast = i + 2 == points.count || corners.contains(i + 1)
      let after = isLast ? b + b - a : points[i + 2]
      let (inward, outward) = ((b - before) * 0.5, (after - a) * 0.5)
      for step in 0..<steps {
        let t = Float(step) / Float(steps)
        let (t2, t3) = (t * t, t * t * t)
        let start = a * (2 * t3 - 3 * t2 + 1) + inward * (t3 - 2 * t2 + t)
        line.append(start + b * (3 * t2 - 2 * t3) + outward * (t3 - t2))
      }
    }
    if let last = points.last { line.append(last) }
    return line
  }
}
