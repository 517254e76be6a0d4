/// Digits drawn by the program in the style of MNIST.
///
/// A digit is drawn as strokes in one of several forms. The points are shaken, the whole is warped,
/// slanted and turned, then fitted into 20×20 pixels with its proportions kept. The pen has a
/// random and changing width. The center of mass is moved to the center of 28×28.
public enum SyntheticDigits {
  /// Draws one image of a digit, bright on black.
  ///
  /// - Parameters:
  ///   - digit: The digit to draw.
  ///   - generator: The source of all random choices.
  /// - Returns: 28×28 samples 0…255, row by row.
  /// - Precondition: `digit` is 0…9.
  public static func image(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var lines = DigitShapes.strokes(of: digit, using: &generator).map { stroke in
      var stroke = stroke
      for i in stroke.points.indices {
        stroke.points[i] += Point(generator.bell(0.026), generator.bell(0.026))
      }
      return stroke.polyline(steps: 5)
    }
    let pose = WritingPose(digit: digit, using: &generator)
    for i in lines.indices {
      for j in lines[i].indices { lines[i][j] = pose.apply(lines[i][j]) }
    }
    let radius = penRadius(of: digit, using: &generator)
    fit(&lines, radius: radius)
    var canvas = StrokeCanvas()
    for line in lines {
      canvas.add(line, radii: radii(for: line, around: radius, using: &generator))
    }
    let coverage = canvas.coverage(softness: generator.uniform(0.8, 1.4))
    return MassCentering.centered(coverage).map { UInt8($0 * 255 + 0.5) }
  }

  /// Returns half a stroke's width in pixels: 1.4 on average, rarely under 0.7 or above 2.6.
  ///
  /// MNIST's digits with many strokes have thinner strokes, which merge less. A 1 may be very
  /// thick.
  private static func penRadius(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> Float {
    // A product instead of exp(): close enough to log-normal, and the same bits on every machine.
    let bell = generator.bell(0.15)
    let grow = (1 + bell / 2) / (1 - bell / 2)
    let typical: Float = digit == 4 || digit > 7 ? 1.22 : 1.32
    return typical * grow * grow * (digit == 1 ? generator.uniform(0.9, 1.3) : 1)
  }

  /// Scales and moves all points so that the ink just fits the middle 20×20 of 28×28 pixels.
  private static func fit(_ lines: inout [[Point]], radius: Float) {
    var low = Point(repeating: .greatestFiniteMagnitude)
    var high = -low
    for line in lines {
      for point in line {
        low = pointwiseMin(low, point)
        high = pointwiseMax(high, point)
      }
    }
    let extent = max((high - low).max(), 0.01)
    let scale = (19.2 - 2 * radius) / extent
    let middle = (low + high) * 0.5
    for i in lines.indices {
      for j in lines[i].indices { lines[i][j] = (lines[i][j] - middle) * scale + 14 }
    }
  }

  /// Returns the pen's radius along a stroke.
  ///
  /// The pressure changes slowly, with a small random change at each point.
  private static func radii(
    for line: [Point], around radius: Float, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    let (start, middle, end) = (generator.bell(0.1), generator.bell(0.08), generator.bell(0.12))
    let step = 1 / Float(max(line.count - 1, 1))
    return line.indices.map { i in
      let t = Float(i) * step
      let pressure =
        t < 0.5
        ? start + (middle - start) * 2 * t : middle + (end - middle) * (2 * t - 1)
      return radius * (1 + pressure) + generator.bell(0.1)
    }
  }
}
