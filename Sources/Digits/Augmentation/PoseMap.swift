/// An affine map of an image about its centre, kept as its inverse: where each pixel comes from.
///
///     target = R(turns) · shear · scale · (source − centre) + centre + shift
struct PoseMap {
  /// The source of pixel (0, 0).
  private let origin: Point
  /// How the source moves from one column to the next.
  private let alongX: Point
  /// How the source moves from one row to the next.
  private let alongY: Point

  /// Describes a map.
  ///
  /// - Parameters:
  ///   - turns: Clockwise on the screen, in full turns.
  ///   - shear: Columns to the left for each row downward, so that a stem leans to the right.
  ///   - shift: Pixels to the right and downward.
  init(
    size: (height: Int, width: Int), turns: Float = 0, scaleX: Float = 1, scaleY: Float = 1,
    shear: Float = 0, shift: Point = .zero
  ) {
    // The inverse: turn back, then undo x' = sx·x − shear·sy·y and y' = sy·y.
    let turn = direction(turns: turns)
    let (backX, backY) = (Point(turn.x, turn.y), Point(-turn.y, turn.x))
    alongX = Point((backX.x + shear * backY.x) / scaleX, backY.x / scaleY)
    alongY = Point((backX.y + shear * backY.y) / scaleX, backY.y / scaleY)
    let center = Point(Float(size.width - 1), Float(size.height - 1)) * 0.5
    let start = -center - shift
    origin = center + alongX * start.x + alongY * start.y
  }

  /// Writes the mapped image as floats, black where nothing comes from inside.
  ///
  /// - Parameter divisor: What samples are divided by.
  func apply(
    to image: ArraySlice<UInt8>, height: Int, width: Int, into output: inout [Float],
    at offset: Int, step: Int, divisor: Float
  ) {
    precondition(image.count == height * width, "\(image.count) samples for \(height)×\(width)")
    precondition(offset >= 0 && offset + step * (height * width - 1) < output.count)
    // With black around it the image can be read without asking where it ends.
    let stride = width + 3
    let source = padded(image, height: height, width: width, stride: stride, divisor)
    let limit = Point(Float(width + 1), Float(height + 1))
    var target = offset
    for y in 0..<height {
      let row = origin + alongY * Float(y) + 1
      for x in 0..<width {
        let place = pointwiseMin(pointwiseMax(row + alongX * Float(x), .zero), limit)
        let (column, line) = (Int(place.x), Int(place.y))
        let (right, down) = (place.x - Float(column), place.y - Float(line))
        let index = line &* stride &+ column
        let upper = source[index] + (source[index &+ 1] - source[index]) * right
        let below = index &+ stride
        let lower = source[below] + (source[below &+ 1] - source[below]) * right
        output[target] = upper + (lower - upper) * down
        target &+= step
      }
    }
  }

  /// The image as floats with one black row and column before it, and two behind.
  private func padded(
    _ image: ArraySlice<UInt8>, height: Int, width: Int, stride: Int, _ divisor: Float
  ) -> [Float] {
    var source = [Float](repeating: 0, count: (height + 3) * stride)
    var next = image.startIndex
    for y in 0..<height {
      let start = (y + 1) * stride + 1
      for x in 0..<width {
        source[start + x] = Float(image[next]) / divisor
        next += 1
      }
    }
    return source
  }
}
