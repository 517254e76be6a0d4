import Foundation

extension RGB {
  /// Black or white, whichever has the larger contrast (WCAG 2) on this color; at least 4.5 : 1.
  package var readableInk: RGB {
    let light = relativeLuminance + 0.05
    return light / 0.05 >= 1.05 / light ? RGB(0, 0, 0) : .white
  }

  /// The luminance of the color in linear light, 0…1, as WCAG 2 defines it for sRGB.
  private var relativeLuminance: Double {
    0.2126 * RGB.linear(red) + 0.7152 * RGB.linear(green) + 0.0722 * RGB.linear(blue)
  }

  private static func linear(_ level: UInt8) -> Double {
    let share = Double(level) / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }
}
