import ConvCore

/// Fits a digit's ink into 28×28 pixels as MNIST does.
enum DigitFitting {
  /// The least width of a stroke in the prepared image, in pixels: MNIST's thinnest pens.
  private static let leastLine: Float = 2

  /// Returns the image of one digit, from 0 on paper to 255 in the strokes.
  ///
  /// The longer side of the digit is 20 pixels; its center of mass lies at the center of 28×28.
  static func image(of group: InkGroup, in layer: InkLayer) -> Image {
    let region = InkRegion(of: group, in: layer, margin: 0)
    var clean = region.ink
    for i in clean.values.indices {
      let height = (region.ink.values[i] - region.level * 0.2) / (region.level * 0.4)
      clean.values[i] = region.own.isSet[i] ? min(max(height, 0), 1) : 0
    }
    let missing = leastLine * Float(group.extent) / 20 - region.strokeWidth
    clean = clean.dilated(radius: max(0, Int((missing / 2).rounded())))
    return fitted(clean).image
  }

  /// Fits ink into 20×20 pixels, stretches it to 255 and centers it in 28×28.
  private static func fitted(_ ink: GrayPlane) -> GrayPlane {
    let longest = Float(max(ink.height, ink.width))
    let height = max(1, Int((Float(ink.height) * 20 / longest).rounded()))
    let width = max(1, Int((Float(ink.width) * 20 / longest).rounded()))
    let small = ink.resized(height: height, width: width)
    let strokes = small.values.filter { $0 > 0.2 }
    let full = strokes.isEmpty ? 1 : max(percentile(0.7, of: strokes), 0.1)
    let side = MassCentering.side
    var field = [Float](repeating: 0, count: side * side)
    let (top, left) = ((side - height) / 2, (side - width) / 2)
    for y in 0..<height {
      for x in 0..<width {
        let value = min(max(small[y, x] / full, 0), 1)
        field[(top + y) * side + left + x] = (value * 255).rounded()
      }
    }
    return GrayPlane(height: side, width: side, values: MassCentering.centered(field))
  }
}
