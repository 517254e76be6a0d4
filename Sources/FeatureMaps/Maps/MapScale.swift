import ConvCore
import ImageFilters

/// The set of values that share one range of colors.
///
/// The text form on the command line and in `index.json` is `map`, `layer` or `A:B`.
public enum MapScale: Hashable, Sendable, LosslessStringConvertible {
  /// Each map has its own range: the structure of a map is visible, its strength is not.
  case map
  /// All maps of a layer share one range, so that strengths can be compared.
  case layer
  /// The range is given, so that layers and pictures can be compared.
  case fixed(ValueRange)

  /// Parses `map`, `layer` or `A:B`, where A < B are finite numbers; `nil` for other text.
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

  /// The text form: `map`, `layer` or `A:B`.
  public var description: String {
    switch self {
    case .map: "map"
    case .layer: "layer"
    case .fixed(let range): "\(range.lower):\(range.upper)"
    }
  }
}
