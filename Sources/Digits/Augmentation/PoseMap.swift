/// An affine map of an image about its center, stored as the inverse map from target to source.
///
///     target = R(turns) · shear · scale · (source − center) + center + shift
struct PoseMap {
  /// The source position of pixel (0, 0).
  private let origin: Point
  /// The step of the source position from one column to the next.
  private let alongX: Point
  /// The step of the source position from one row to the next.
  private let alongY: Point

  /// Creates a map.
  ///
  /// - Parameters:
  ///   - size: The number of rows and columns of the image.
  ///   - turns: The rotation in full turns, clockwise on the screen.
  ///   - scaleX: The factor for widths.
  ///   - scaleY: The factor for heights.
  ///   - shear: Columns to the left for each row downward; a positive value leans a stem to the
  ///     right.
  ///   - shift: Pixels to the right and downward.
  init(
    size: (height: Int, width: Int), turns: Float = 0, scaleX: Float = 1, scaleY: Float = 1,
    shear: Float = 0, shift: Point = .zero
  ) {
    // The inverse map: turn back, then undo x' = sx·x − shear·sy·y and y' = sy·y.
    let turn = direction(turns: turns)
    let (backX, backY) = (Point(turn.x, turn.y), Point(-turn.y, turn.x))
    alongX = Point((backX.x + shear * backY.x) / scaleX, backY.x / scaleY)
    alongY = Point((backX.y + shear * backY.y) / scaleX, backY.y / scaleY)
    let center = Point(Float(size.width - 1), Float(size.height - 1)) * 0.5
    let start = -center - shift
    origin = center + alongX * start.x + alongY * start.y
  }

  /// Writes the mapped image as floats, with 0 where the source lies outside the image.
  ///
  /// - Parameters:
  ///   - image: height × width samples.
  ///   - height: Rows of the image.
  ///   - width: Columns of the image.
  ///   - output: Receives the values.
  ///   - offset: The index of the first pixel in `output`.
  ///   - step: The number of floats between neighboring pixels of `output`.
  ///   - divisor: The divisor of the samples.
  ///   - field: Is added to the source positions, pixel by pixel of the target.
  func apply(
    to image: ArraySlice<UInt8>, height: Int, width: Int, into output: inout [Float],
    at offset: Int, step: Int, divisor: Float, field: ElasticField? = nil
  ) {
    precondition(image.count == height * width, "\(image.count) samples for \(height)×\(width)")
    precondition(offset >= 0 && offset + step * (height * width - 1) < output.count)
    // A border of zeros makes bounds checks of the source unnecessary.
    let stride = width + 3
    let source = padded(image, height: height, width: width, stride: stride, divisor)
    let limit = Point(Float(width + 1), Float(height + 1))
    var target = offset
    for y in 0..<height {
      let row = origin + alongY * Float(y) + 1
      for x in 0..<width {
        var position = row + alongX * Float(x)
        if let field { position += field.displacements[y &* width &+ x] }
        let place = pointwiseMin(pointwiseMax(position, .zero), limit)
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

  /// Returns the image as floats, with one zero row and column before it and two after it.
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
