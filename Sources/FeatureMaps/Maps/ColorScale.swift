import ConvCore
import ImageFilters

/// The mapping from values to colors: a range and a color map.
package struct ColorScale: Hashable, Sendable {
  let range: ValueRange
  let colorMap: ColorMap

  package init(range: ValueRange, colorMap: ColorMap) {
    self.range = range
    self.colorMap = colorMap
  }

  /// Returns the color of a value; a value outside the range has the color of the nearer end.
  ///
  /// A diverging map is white at zero even for an asymmetric range: the larger bound scales both
  /// signs.
  package func color(of value: Float) -> RGB {
    guard !value.isNaN else { return RGB(colorMap.color(of: value)) }
    let value = min(max(value, range.lower), range.upper)
    let (origin, reach) =
      colorMap.isDiverging
      ? (0, range.magnitude) : (range.lower, range.upper - range.lower)
    return RGB(colorMap.color(of: reach > 0 ? (value - origin) / reach : 0))
  }
}
