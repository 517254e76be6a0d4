extension Canvas {
  /// Draws an anti-aliased line with round ends.
  ///
  /// - Parameters:
  ///   - start: The first end of the line.
  ///   - end: The second end of the line.
  ///   - thickness: The thickness in pixels.
  ///   - color: The color of the line.
  ///   - clip: The rectangle outside which nothing is drawn; the whole picture by default.
  public mutating func line(
    from start: Point, to end: Point, thickness: Double = 1, color: RGB, clip: Frame? = nil
  ) {
    polyline([start, end], thickness: thickness, color: color, clip: clip)
  }

  /// Draws an anti-aliased line through points, with round ends and joints.
  ///
  /// One point gives a dot, no point gives nothing. Points that are not finite are skipped.
  public mutating func polyline(
    _ points: [Point], thickness: Double = 1, color: RGB, clip: Frame? = nil
  ) {
    let points = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = points.first else { return }
    // One mask for all segments: with one mask for each segment, joints would be darker.
    let area = CoverageMask.frame(around: points, thickness: thickness, in: clip ?? frame)
    var mask = CoverageMask(frame: area.clipped(to: frame))
    mask.addSegment(from: first, to: points.count > 1 ? points[1] : first, thickness: thickness)
    for (start, end) in zip(points.dropFirst(), points.dropFirst(2)) {
      mask.addSegment(from: start, to: end, thickness: thickness)
    }
    blend(mask, color, clip: clip)
  }

  /// Draws an anti-aliased filled circle.
  public mutating func dot(
    at center: Point, diameter: Double, color: RGB, clip: Frame? = nil
  ) {
    polyline([center], thickness: diameter, color: color, clip: clip)
  }
}
