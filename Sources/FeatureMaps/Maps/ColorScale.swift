import ConvCore
import ImageFilters

/// How a number becomes a colour.
struct ColorScale: Hashable, Sendable {
  let range: ValueRange
  let colorMap: ColorMap

  /// The colour of a value; values outside of the range take the colour of its ends.
  ///
  /// A diverging map is white at zero even where the range is not symmetric: both signs share
  /// the larger one's reach.
  func color(of value: Float) -> RGB {
    guard !value.isNaN else { return RGB(colorMap.color(of: value)) }
    let value = min(max(value, range.lower), range.upper)
    let (origin, reach) =
      colorMap.isDiverging
      ? (0, range.magnitude) : (range.lower, range.upper - range.lower)
    return RGB(colorMap.color(of: reach > 0 ? (value - origin) / reach : 0))
  }
}
