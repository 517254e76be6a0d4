import ConvCore
import ImageFilters

/// Which values share one range of colours.
///
/// As text, on the command line and in `index.json`: `map`, `layer` or `A:B`.
public enum MapScale: Hashable, Sendable, LosslessStringConvertible {
  /// Each map has a range of its own: its structure is seen, its strength is not.
  case map
  /// All maps of a layer share one range: strengths can be compared.
  case layer
  /// The range is given: layers and pictures can be compared.
  case fixed(ValueRange)

  /// Reads `map`, `layer` or two different finite numbers in order, `A:B`.
  public init?(_ description: String) {
    switch description {
    case "map": self = .map
    case "layer": self = .layer
    default:
      let sides = description.split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2, let lower = DecimalNumber.float(sides[0]),
        let upper = DecimalNumber.float(sides[1]), lower < upper
      else { return nil }
      self = .fixed(ValueRange(lower: lower, upper: upper))
    }
  }

  /// `map`, `layer` or `A:B`.
  public var description: String {
    switch self {
    case .map: "map"
    case .layer: "layer"
    case .fixed(let range): "\(range.lower):\(range.upper)"
    }
  }
}

/// A smallest and a largest value.
public struct ValueRange: Hashable, Sendable {
  /// The smallest value.
  public var lower: Float
  /// The largest value.
  public var upper: Float

  /// Creates a range.
  ///
  /// - Precondition: `lower` is not above `upper`, and both are finite.
  public init(lower: Float, upper: Float) {
    precondition(
      lower <= upper && lower.isFinite && upper.isFinite, "values from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// The range of the finite values; `nil` when there are none.
  public init?(of values: some Sequence<Float>) {
    var (lower, upper) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    guard lower <= upper else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The smallest range that also holds zero.
  var includingZero: ValueRange { ValueRange(lower: min(0, lower), upper: max(0, upper)) }

  /// The smallest range that has zero in its middle: ±max|x|.
  var symmetric: ValueRange { ValueRange(lower: -magnitude, upper: magnitude) }

  /// The largest distance from zero.
  var magnitude: Float { max(abs(lower), abs(upper)) }
}

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
