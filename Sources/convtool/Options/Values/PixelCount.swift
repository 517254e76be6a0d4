import ArgumentParser
import ConvCore

/// A number of pixels, 1 to 2³⁶: the value of `--max-pixels`.
struct PixelCount: ExpressibleByArgument {
  private static let range = 1...1 << 36

  let value: Int

  init(_ value: Int) { self.value = value }

  /// Parses `1000000`, `10k`, `12MP` or `4096x4096`.
  init?(argument: String) {
    var text = Substring(argument.lowercased())
    for ending in ["pixels", "pixel", "px", "p"] where text.hasSuffix(ending) {
      text = text.dropLast(ending.count)
      break
    }
    let sides = text.split(omittingEmptySubsequences: false) { "x×*".contains($0) }
      .map(PixelCount.number)
    guard (1...2).contains(sides.count), let first = sides[0], let second = sides.last ?? nil else {
      return nil
    }
    let product = sides.count == 1 ? first : first * second
    guard product >= 1, product <= Double(PixelCount.range.upperBound), product == product.rounded()
    else { return nil }
    value = Int(product)
  }

  private static func number(_ text: Substring) -> Double? {
    let units = ["k": 1e3, "m": 1e6, "g": 1e9]
    let trimmed = text.trimming(while: \.isWhitespace)
    guard let factor = trimmed.last.flatMap({ units[String($0)] }) else {
      return DecimalNumber.double(trimmed)
    }
    return DecimalNumber.double(trimmed.dropLast().trimming(while: \.isWhitespace)).map {
      $0 * factor
    }
  }

  var defaultValueDescription: String { "\(value)" }

  static let allValueStrings = ["\(range.lowerBound)...\(range.upperBound)"]
}
