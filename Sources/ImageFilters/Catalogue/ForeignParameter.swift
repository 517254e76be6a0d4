import ConvCore

/// A parameter in the form of other tools, `AxB`: radius and sigma in ImageMagick, or two sides.
///
/// Such a parameter is not accepted, only explained; `0x10` also looks like a hexadecimal number.
struct ForeignParameter {
  private let first: String
  private let second: String

  /// Parses two decimal numbers around an `x`; a `+` after them and all that follows are ignored.
  init?(_ text: some StringProtocol) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, DecimalNumber.double(sides[0]) != nil else { return nil }
    let second = sides[1].prefix { $0 != "+" }
    guard DecimalNumber.double(second) != nil else { return nil }
    (first, self.second) = (String(sides[0]), String(second))
  }

  /// The end of an error message that gives the accepted form.
  func hint(for entry: FilterCatalogue.Entry) -> String {
    let names = entry.parameters.map(\.name)
    switch names.first?.prefix(1) {
    case "S":
      let others = names.dropFirst().map { ",\($0)" }.joined()
      return ": hexadecimal numbers are not read, and where ImageMagick takes RADIUSxSIGMA, "
        + "--\(entry.name) \(second)\(others) takes the sigma"
    case "N":
      return ": windows are square, --\(entry.name) \(first)"
    default:
      return ": hexadecimal numbers are not read"
    }
  }
}
