/// A mask of pixels, row by row.
struct BinaryPlane {
  let height: Int
  let width: Int
  var isSet: [Bool]

  /// The mask and all pixels at most `radius` rows and columns away from it.
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

  /// Sets what is at most `radius` steps from a set pixel of one line.
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

  /// For each set pixel its distance from the nearest pixel that is not set, in pixels; 0 outside.
  ///
  /// Steps along sides count 1, along corners 1.414: at most 8 % more than the true distance. What
  /// lies outside the plane is not set.
  func distances() -> [Float] {
    var distance = isSet.map { $0 ? Float.greatestFiniteMagnitude : 0 }
    func value(_ y: Int, _ x: Int) -> Float {
      y < 0 || x < 0 || y >= height || x >= width ? 0 : distance[y * width + x]
    }
    let diagonal: Float = 1.414
    for y in 0..<height {
      for x in 0..<width where isSet[y * width + x] {
        let straight = min(value(y - 1, x), value(y, x - 1)) + 1
        let slanted = min(value(y - 1, x - 1), value(y - 1, x + 1)) + diagonal
        distance[y * width + x] = min(straight, slanted)
      }
    }
    for y in (0..<height).reversed() {
      for x in (0..<width).reversed() where isSet[y * width + x] {
        let straight = min(value(y + 1, x), value(y, x + 1)) + 1
        let slanted = min(value(y + 1, x - 1), value(y + 1, x + 1)) + diagonal
        distance[y * width + x] = min(distance[y * width + x], straight, slanted)
      }
    }
    return distance
  }
}
