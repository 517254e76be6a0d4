/// A mask of pixels, stored row by row.
struct BinaryPlane {
  let height: Int
  let width: Int
  var isSet: [Bool]

  /// Returns the mask with all pixels at most `radius` rows and columns from a set pixel.
  func dilated(radius: Int) -> BinaryPlane {
    guard radius > 0 else { return self }
    var rows = isSet
    for y in 0..<height {
      Self.spread(isSet, into: &rows, from: y * width, step: 1, count: width, radius: radius)
    }
    var output = rows
    for x in 0..<width {
      Self.spread(rows, into: &output, from: x, step: width, count: height, radius: radius)
    }
    return BinaryPlane(height: height, width: width, isSet: output)
  }

  /// Sets all pixels of one row or column at most `radius` pixels from a set pixel.
  private static func spread(
    _ source: [Bool], into output: inout [Bool], from first: Int, step: Int, count: Int,
    radius: Int
  ) {
    var distance = radius + 1
    for i in 0..<count {
      let index = first + i * step
      distance = source[index] ? 0 : distance + 1
      if distance <= radius { output[index] = true }
    }
    distance = radius + 1
    for i in (0..<count).reversed() {
      let index = first + i * step
      distance = source[index] ? 0 : distance + 1
      if distance <= radius { output[index] = true }
    }
  }

  /// Returns the distance of each set pixel from the nearest pixel that is not set, in pixels.
  ///
  /// Pixels that are not set have distance 0. Pixels outside the plane count as not set. A step
  /// along a row or column counts 1, a diagonal step 1.414; the result exceeds the true distance by
  /// at most 8 %.
  func distances() -> [Float] {
    // A border of pixels that are not set makes edge checks unnecessary.
    let stride = width + 2
    var distance = [Float](repeating: 0, count: stride * (height + 2))
    for y in 0..<height {
      for x in 0..<width where isSet[y * width + x] {
        distance[(y + 1) * stride + x + 1] = .greatestFiniteMagnitude
      }
    }
    let diagonal: Float = 1.414
    for i in stride..<stride * (height + 1) where distance[i] > 0 {
      let straight = min(distance[i - stride], distance[i - 1]) + 1
      let slanted = min(distance[i - stride - 1], distance[i - stride + 1]) + diagonal
      distance[i] = min(straight, slanted)
    }
    for i in (stride..<stride * (height + 1)).reversed() where distance[i] > 0 {
      let straight = min(distance[i + stride], distance[i + 1]) + 1
      let slanted = min(distance[i + stride - 1], distance[i + stride + 1]) + diagonal
      distance[i] = min(distance[i], straight, slanted)
    }
    var inner: [Float] = []
    inner.reserveCapacity(height * width)
    for y in 0..<height {
      let first = (y + 1) * stride + 1
      inner += distance[first..<first + width]
    }
    return inner
  }
}
