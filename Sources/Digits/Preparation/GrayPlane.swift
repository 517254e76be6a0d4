import ConvCore

/// One channel of floats, row by row, as passed between the steps of ``DigitPreparation``.
struct GrayPlane {
  let height: Int
  let width: Int
  var values: [Float]

  init(height: Int, width: Int, values: [Float]) {
    self.height = height
    self.width = width
    self.values = values
  }

  /// Creates a plane from the samples of a gray image.
  ///
  /// - Precondition: The image has one channel.
  init(_ image: Image) {
    precondition(image.shape.channels == 1, "a gray image is needed, not \(image.shape)")
    self.init(height: image.shape.height, width: image.shape.width, values: image.samples)
  }

  /// The plane as a gray image.
  var image: Image {
    Image(shape: ImageShape(height: height, width: width, channels: 1), samples: values)
  }

  subscript(y: Int, x: Int) -> Float { values[y * width + x] }

  /// Returns the plane scaled to 0…255; unchanged if all values lie in that range.
  func inByteRange() -> GrayPlane {
    let (low, high) = (Double(values.min() ?? 0), Double(values.max() ?? 0))
    guard low < 0 || high > 255, (high - low).isFinite else { return self }
    var result = self
    result.values = values.map { Float((Double($0) - low) / (high - low) * 255) }
    return result
  }

  /// Returns a rectangular part of the plane.
  func cropped(rows: Range<Int>, columns: Range<Int>) -> GrayPlane {
    GrayPlane(
      height: rows.count, width: columns.count,
      values: rows.flatMap {
        values[$0 * width + columns.lowerBound..<$0 * width + columns.upperBound]
      })
  }

  /// Returns the plane at another size: each new pixel is the mean of the area that it covers.
  ///
  /// When enlarging, the area is one old pixel wide, which gives linear interpolation.
  func resized(height newHeight: Int, width newWidth: Int) -> GrayPlane {
    let across = Self.windows(from: width, to: newWidth)
    let down = Self.windows(from: height, to: newHeight)
    var narrow = [Float](repeating: 0, count: height * newWidth)
    for y in 0..<height {
      for (x, window) in across.enumerated() {
        narrow[y * newWidth + x] = window.sum { values[y * width + $0] }
      }
    }
    var output = [Float](repeating: 0, count: newHeight * newWidth)
    for (y, window) in down.enumerated() {
      for x in 0..<newWidth {
        output[y * newWidth + x] = window.sum { narrow[$0 * newWidth + x] }
      }
    }
    return GrayPlane(height: newHeight, width: newWidth, values: output)
  }

  /// Returns the plane with each square of `factor` × `factor` pixels replaced by its mean.
  ///
  /// Incomplete squares at the right and at the bottom are replaced by the mean of their pixels.
  func shrunk(by factor: Int) -> GrayPlane {
    guard factor > 1 else { return self }
    let (newHeight, newWidth) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
    var output = [Float](repeating: 0, count: newHeight * newWidth)
    var sums = [Float](repeating: 0, count: newWidth)
    for newY in 0..<newHeight {
      let rows = newY * factor..<min((newY + 1) * factor, height)
      for x in sums.indices { sums[x] = 0 }
      for y in rows {
        for newX in 0..<newWidth {
          let first = y * width + newX * factor
          for index in first..<min(first + factor, (y + 1) * width) { sums[newX] += values[index] }
        }
      }
      for newX in 0..<newWidth {
        let count = rows.count * min(factor, width - newX * factor)
        output[newY * newWidth + newX] = sums[newX] / Float(count)
      }
    }
    return GrayPlane(height: newHeight, width: newWidth, values: output)
  }

  /// Returns the plane smoothed by [1 2 1] / 4 along rows and columns.
  func smoothed() -> GrayPlane {
    guard height > 2, width > 2 else { return self }
    var rows = values
    for y in 0..<height {
      for i in y * width + 1..<(y + 1) * width - 1 {
        rows[i] = (values[i - 1] + 2 * values[i] + values[i + 1]) / 4
      }
    }
    var output = rows
    for i in width..<(height - 1) * width {
      output[i] = (rows[i - width] + 2 * rows[i] + rows[i + width]) / 4
    }
    return GrayPlane(height: height, width: width, values: output)
  }

  /// The standard deviation of the pixel noise, from the median second difference along rows.
  var grain: Float {
    guard width > 2 else { return 0 }
    let step = max(values.count / 20_000, 1)
    var differences: [Float] = []
    for i in stride(from: 1, to: values.count - 1, by: step) {
      let column = i % width
      guard column > 0, column < width - 1 else { continue }
      differences.append(abs(values[i - 1] - 2 * values[i] + values[i + 1]))
    }
    // For noise with standard deviation 1, the second difference has standard deviation √6.
    return differences.isEmpty ? 0 : 1.4826 * percentile(0.5, of: differences) / 2.449_49
  }

  /// Returns the largest value at most `radius` rows and columns away, for each pixel.
  func dilated(radius: Int) -> GrayPlane {
    guard radius > 0 else { return self }
    var rows = values
    for y in 0..<height {
      for x in 0..<width {
        let window = max(0, x - radius)...min(width - 1, x + radius)
        rows[y * width + x] = window.reduce(0) { max($0, values[y * width + $1]) }
      }
    }
    var output = rows
    for y in 0..<height {
      let window = max(0, y - radius)...min(height - 1, y + radius)
      for x in 0..<width {
        output[y * width + x] = window.reduce(0) { max($0, rows[$1 * width + x]) }
      }
    }
    return GrayPlane(height: height, width: width, values: output)
  }

  /// The range of old pixels whose weighted mean is a new pixel.
  private struct Window {
    let first: Int
    var weights: [Float]

    func sum(_ value: (Int) -> Float) -> Float {
      var sum: Float = 0
      for (i, weight) in weights.enumerated() { sum += weight * value(first + i) }
      return sum
    }
  }

  private static func windows(from old: Int, to new: Int) -> [Window] {
    let ratio = Float(old) / Float(new)
    let half = max(ratio, 1) / 2
    return (0..<new).map { i in
      let center = (Float(i) + 0.5) * ratio
      let (low, high) = (max(center - half, 0), min(center + half, Float(old)))
      let first = min(Int(low), old - 1)
      let last = max(min(Int(high.rounded(.up)), old), first + 1)
      let weights = (first..<last).map { j in
        max(0, min(high, Float(j + 1)) - max(low, Float(j))) / (high - low)
      }
      return Window(first: first, weights: weights)
    }
  }
}

/// Returns the value below which a share of all values lies.
///
/// - Precondition: `values` is not empty.
func percentile(_ share: Float, of values: [Float]) -> Float {
  let sorted = values.sorted()
  return sorted[min(Int(share * Float(sorted.count)), sorted.count - 1)]
}
