internal import ConvCore

/// Scales pictures as Pillow does: each side on its own, with a kernel that widens when a picture
/// shrinks, and values rounded to 0…255 after each side.
///
/// Public models were trained on pictures that were scaled so; without the wide kernel and the
/// rounding, predictions differ.
struct PictureScaler {
  let interpolation: Interpolation

  /// Returns a picture of another size.
  func scaled(_ image: Image, height: Int, width: Int) -> Image {
    let across = PictureScaler.fold(
      image.samples, rows: image.shape.height, side: image.shape.width, step: image.shape.channels,
      interpolation.taps(from: image.shape.width, to: width))
    let shape = ImageShape(
      height: image.shape.height, width: width, channels: image.shape.channels)
    let down = PictureScaler.fold(
      across, rows: 1, side: shape.height, step: width * image.shape.channels,
      interpolation.taps(from: shape.height, to: height))
    return Image(
      shape: ImageShape(height: height, width: width, channels: image.shape.channels),
      samples: down)
  }

  /// Replaces one side by weighted sums along it.
  ///
  /// - Parameters:
  ///   - values: The values, `rows` groups of `side` elements.
  ///   - rows: The number of groups of `side` elements.
  ///   - side: The old length of the side.
  ///   - step: The number of values of an element.
  ///   - taps: For each new position the first old one that counts, and the weights from there on.
  /// - Returns: The values with `taps.count` elements in each group, rounded to 0…255.
  private static func fold(
    _ values: [Float], rows: Int, side: Int, step: Int, _ taps: [(first: Int, weights: [Double])]
  ) -> [Float] {
    if taps.count == side && taps.allSatisfy({ $0.weights == [1] }) { return values }
    var result: [Float] = []
    result.reserveCapacity(rows * taps.count * step)
    var sums = [Double](repeating: 0, count: step)
    for row in 0..<rows {
      for tap in taps {
        for k in 0..<step { sums[k] = 0 }
        for (index, weight) in tap.weights.enumerated() {
          let from = (row * side + tap.first + index) * step
          for k in 0..<step { sums[k] += weight * Double(values[from + k]) }
        }
        for k in 0..<step { result.append(Float(min(max((sums[k] + 0.5).rounded(.down), 0), 255))) }
      }
    }
    return result
  }
}
