extension Canvas {
  /// Draws a smooth line with round ends.
  ///
  /// - Parameters:
  ///   - start: Where the line begins.
  ///   - end: Where it ends.
  ///   - thickness: In pixels.
  ///   - color: Its color.
  ///   - clip: Nothing is drawn outside of it.
  public mutating func line(
    from start: Point, to end: Point, thickness: Double = 1, color: RGB, clip: Frame? = nil
  ) {
    polyline([start, end], thickness: thickness, color: color, clip: clip)
  }

  /// Draws a smooth line through points, with round ends and joints.
  ///
  /// One point is a dot; none draws nothing. Points that are not finite are left out.
  public mutating func polyline(
    _ points: [Point], thickness: Double = 1, color: RGB, clip: Frame? = nil
  ) {
    let points = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = points.first else { return }
    // All segments go into one mask: blended one by one, joints would be darker than the rest.
    let area = CoverageMask.frame(around: points, thickness: thickness, in: clip ?? frame)
    var mask = CoverageMask(frame: area.clipped(to: frame))
    mask.addSegment(from: first, to: points.count > 1 ? points[1] : first, thickness: thickness)
    for (start, end) in zip(points.dropFirst(), points.dropFirst(2)) {
      mask.addSegment(from: start, to: end, thickness: thickness)
    }
    blend(mask, color, clip: clip)
  }

  /// Draws a smooth filled circle.
  public mutating func dot(
    at center: Point, diameter: Double, color: RGB, clip: Frame? = nil
  ) {
    polyline([center], thickness: diameter, color: color, clip: clip)
  }
}
