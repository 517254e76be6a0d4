import ArgumentParser
import ConvCore
import ImageFilters

/// Parsers of small values on the command line.
enum ArgumentTypes {
  /// Parses `H` or `HxW`; a comma is accepted instead of `x`.
  static func size(_ text: String, option: String) throws -> Size2D {
    let sides = text.split(omittingEmptySubsequences: false) { "x,".contains($0) }.map { Int($0) }
    guard (1...2).contains(sides.count), let height = sides[0], let width = sides.last ?? nil,
      (1...65535).contains(height), (1...65535).contains(width)
    else { throw ValidationError("\(option) takes H or HxW up to 65535, not '\(text)'") }
    return Size2D(height: height, width: width)
  }

  /// The text of a size in the form that ``size(_:option:)`` parses.
  static func text(_ size: Size2D) -> String {
    size.height == size.width ? "\(size.height)" : "\(size.height)x\(size.width)"
  }

  /// Parses `N`, `N,M` or `NxM`, rows first.
  static func pair(_ text: String, option: String, least: Int) throws -> (y: Int, x: Int) {
    let numbers = text.split(omittingEmptySubsequences: false) { "x,".contains($0) }
      .map { Int($0) }
    guard (1...2).contains(numbers.count), let y = numbers[0], let x = numbers.last ?? nil,
      (least...65535).contains(y), (least...65535).contains(x)
    else {
      throw ValidationError(
        "\(option) takes whole numbers from \(least) to 65535, not '\(text)'")
    }
    return (y, x)
  }

  /// Parses a finite decimal number, for options of floats.
  @Sendable static func float(_ text: String) throws -> Float {
    guard let value = DecimalNumber.float(text) else {
      throw ValidationError("'\(text)' is not a number\(DecimalNumber.hint(for: text))")
    }
    return value
  }

  /// Parses the name of a border; `valid` gives a smaller output.
  static func border(_ text: String) throws -> (border: Border, outputSize: OutputSize) {
    switch text {
    case "replicate": return (.replicate, .same)
    case "zero": return (.zero, .same)
    case "symmetric": return (.symmetric, .same)
    case "reflect101": return (.reflect101, .same)
    case "wrap": return (.wrap, .same)
    case "valid": return (.zero, .valid)
    case "reflect", "mirror":
      throw ValidationError(
        "--border \(text) means two things: say symmetric (dcba|abcd) or reflect101 (dcb|abcd)")
    default:
      if text.hasPrefix("constant:"), let value = DecimalNumber.float(text.dropFirst(9)) {
        return (.constant(value), .same)
      }
      throw ValidationError(
        "--border takes replicate, zero, constant:V, symmetric, reflect101, wrap or valid, "
          + "not '\(text)'")
    }
  }
}
