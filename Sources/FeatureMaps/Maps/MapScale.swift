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
