/// An anti-aliased drawing of polylines with a round pen, from each pixel's distance to the ink.
struct StrokeCanvas {
  private static let side = MassCentering.side
  /// The distance of each pixel to the nearest ink, in pixels; negative inside the ink.
  private var distances = [Float](repeating: .greatestFiniteMagnitude, count: side * side)

  /// Adds a stroke with `points` in pixels and the pen's radius at each point.
  mutating func add(_ points: [Point], radii: [Float]) {
    guard points.count > 1 else { return }
    for i in 1..<points.count {
      addPiece(points[i - 1], points[i], radii[i - 1], radii[i])
    }
  }

  private mutating func addPiece(_ a: Point, _ b: Point, _ radiusA: Float, _ radiusB: Float) {
    // Pixels at a larger distance stay black.
    let reach = max(radiusA, radiusB) + 2
    let last = Self.side - 1
    let top = max(Int(min(a.y, b.y) - reach), 0)
    let bottom = min(Int(max(a.y, b.y) + reach), last)
    let left = max(Int(min(a.x, b.x) - reach), 0)
    let right = min(Int(max(a.x, b.x) + reach), last)
    guard top <= bottom && left <= right else { return }
    let along = b - a
    let squared = (along * along).sum()
    let inverse = squared > 0 ? 1 / squared : 0
    for y in top...bottom {
      for x in left...right {
        let offset = Point(Float(x) + 0.5, Float(y) + 0.5) - a
        let t = min(max((offset * along).sum() * inverse, 0), 1)
        let away = offset - along * t
        let distance = (away * away).sum().squareRoot() - radiusA - (radiusB - radiusA) * t
        let index = y * Self.side + x
        distances[index] = min(distances[index], distance)
      }
    }
  }

  /// Returns the coverage 0…1 of each pixel; edges fade over `softness` pixels.
  func coverage(softness: Float) -> [Float] {
    distances.map { min(max(0.5 - $0 / softness, 0), 1) }
  }
}
