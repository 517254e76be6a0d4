import ConvCore
import ImageFilters

/// The colors of the values of one grid.
struct SlidingScale: Hashable, Sendable {
  /// The value of the darkest color; of signed values the negative of the largest magnitude.
  let lower: Double
  /// The value of the lightest color; of signed values the largest magnitude.
  let upper: Double
  /// Whether zero has a color of its own, with one color below it and one above it.
  let isSigned: Bool
  let palette: SlidingPalette
  /// The number of steps between the darkest and the lightest color: frames have few colors.
  private var levels = 32.0

  /// A scale for values of both signs.
  ///
  /// - Parameters:
  ///   - values: The values to draw; the largest magnitude among them ends the scale.
  ///   - palette: The colors.
  ///   - levels: The number of steps, even, so that zero has its own color.
  init(signed values: [Double], palette: SlidingPalette, levels: Int = 32) {
    let largest = values.filter(\.isFinite).map { abs($0) }.max() ?? 0
    (lower, upper, isSigned) = (-largest, largest, true)
    self.palette = palette
    self.levels = Double(levels)
  }

  /// A scale on which all values are white.
  init(white palette: SlidingPalette) {
    (lower, upper, isSigned) = (0, 0, true)
    self.palette = palette
  }

  /// A gray scale from black to white.
  init(lower: Double, upper: Double, palette: SlidingPalette) {
    (self.lower, self.upper, isSigned) = (lower, upper, false)
    self.palette = palette
  }

  /// The scale of a map: gray from 0, or signed where a value is negative.
  ///
  /// - Parameters:
  ///   - values: The values of the map.
  ///   - white: The value of white, unless the map has a larger one; `nil` for the largest value.
  ///   - palette: The colors of a signed map.
  init(_ values: [Double], white: Double?, palette: SlidingPalette) {
    let finite = values.filter(\.isFinite)
    if finite.contains(where: { $0 < 0 }) {
      self.init(signed: finite, palette: palette)
    } else {
      self.init(lower: 0, upper: max(white ?? 0, finite.max() ?? 0), palette: palette)
    }
  }

  /// The color of a value.
  func color(_ value: Double) -> RGB {
    guard !value.isNaN else { return RGB(128, 128, 128) }
    guard upper > lower else { return isSigned ? .white : RGB(0, 0, 0) }
    let share = (min(max(value, lower), upper) - lower) / (upper - lower)
    let level = Float((share * levels).rounded() / levels)
    guard isSigned else { return RGB(ColorMap.gray.color(of: level)) }
    if palette == .gray { return RGB(ColorMap.gray.color(of: 0.1 + 0.9 * level)) }
    // The ends of the map are too dark for numbers.
    return RGB(ColorMap.diverging.color(of: (2 * level - 1) * 0.8))
  }

  /// The color of numbers on a background.
  static func ink(on background: RGB) -> RGB { background.luma > 0.5 ? RGB(0, 0, 0) : .white }
}
