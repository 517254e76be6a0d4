import ConvCore
import ImageFilters

/// The picture of a response for a sheet, and the range of its values in words.
package enum ResponseTile {
  /// Returns samples of 8 or 16 bits, gray or RGB, as a picture.
  package static func picture(_ samples: SampleBuffer, _ shape: ImageShape) -> Canvas {
    let bytes: [UInt8] =
      switch samples {
      case .uint8(let bytes): bytes
      case .uint16(let words): words.map { UInt8((Int($0) * 255 + 32767) / 65535) }
      case .float32(let values): values.map { UInt8(min(max($0, 0), 255).rounded()) }
      }
    let colors = shape.channels == 3 ? bytes : bytes.flatMap { [$0, $0, $0] }
    return Canvas(height: shape.height, width: shape.width, samples: colors)
  }

  /// Returns the map of a unit: blue below zero, white at zero, red above, on its own scale.
  ///
  /// Values are reduced before they get colors, which is faster for photographs, and right: the
  /// color stands for the mean of the values.
  package static func map(
    _ values: [Float], height: Int, width: Int, in fit: SheetFit
  ) -> Canvas {
    let stack = MapStack(name: "", count: 1, height: height, width: width, values: values)
    let renderer = MapRenderer(zoom: fit.zoom, isSigned: true)
    return renderer.tiles(of: stack, reduction: fit.reduction)[0].picture
  }

  /// The smallest and the largest value in words, or the largest magnitude for both signs.
  package static func range(of values: [Float], isSymmetric: Bool) -> String {
    guard let range = ValueRange(of: values) else { return "not finite" }
    if isSymmetric { return "±\(NumberText.short(range.magnitude))" }
    return "\(NumberText.short(range.lower)) … \(NumberText.short(range.upper))"
  }
}
